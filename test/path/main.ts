/**
 * `npm run path` counts the files that a request passes through, and its moves: how often a function is entered that
 * is in another file than the one entered before. `--files` names the files, in the order in which they are entered;
 * `--json` is for programs.
 */
import { parseArgs } from 'node:util';
import { enteredDuring, recordEntries } from './entered.ts';
import type { Journey } from './journeys.ts';

export interface Path {
  /** In the order in which they are first entered. */
  files: string[];
  moves: number;
}

async function pathOf(journey: Journey): Promise<Path> {
  const entered = await enteredDuring(journey);
  const moves = entered.filter((file, at) => at > 0 && file !== entered[at - 1]).length;
  return { files: [...new Set(entered)], moves };
}

function print(name: string, { files, moves }: Path, names: boolean): void {
  const core = files.filter((file) => file.startsWith('lambdas/core/')).length;
  console.log(`${name}: ${files.length} files, ${core} of them in the core, ${moves} moves`);
  if (names) for (const file of files) console.log(`  ${file}`);
}

const { values: options } = parseArgs({ options: { files: { type: 'boolean' }, json: { type: 'boolean' } } });
recordEntries();
const { eventOfNewObject, warmListing } = await import('./journeys.ts');
const paths = {
  listing: await pathOf(await warmListing()),
  event: await pathOf(await eventOfNewObject()),
};
if (options.json) console.log(JSON.stringify(paths));
else for (const [name, path] of Object.entries(paths)) print(name, path, options.files ?? false);
