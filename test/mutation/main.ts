/**
 * Changes the core in one place at a time and runs seeds of the simulation on it. Prints the changes that no seed noticed; the tests of
 * `--tests` are then run on each of them in a copy of the project. Ends with 1 when a mutant survives all of it.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { type Mutant, mutantsOf } from './mutants.ts';
import type { SeedsWork } from './seeds-worker.ts';

const ROOT = join(import.meta.dirname, '../..');
const FILES = [
  'lambdas/core/{model,changes,origin}/*.ts',
  'lambdas/adapters/dynamodb/{conditions,head-inputs,record-inputs,chunks,expiry}.ts',
];
/** A mutant may loop without end. */
const PATIENCE_MS = 120_000;

const { values } = parseArgs({
  options: {
    files: { type: 'string', multiple: true, default: FILES },
    seeds: { type: 'string', default: '60' },
    from: { type: 'string', default: '1' },
    /** A pattern of test files, as for jest. Absent: seeds alone. */
    tests: { type: 'string' },
  },
});

let survivors = 0;
const copy = values.tests === undefined ? undefined : copyOfProject();
for (const file of globSync(values.files, { cwd: ROOT }).sort()) await mutate(file);
if (copy) rmSync(copy, { recursive: true });
process.exitCode = survivors > 0 ? 1 : 0;

async function mutate(file: string): Promise<void> {
  const mutants = mutantsOf(readFileSync(join(ROOT, file), 'utf8'));
  let killed = 0;
  for (const mutant of mutants) {
    if ((await bySeeds(file, mutant)) || byTests(file, mutant)) killed += 1;
    else
      console.log(`  survives: ${file}:${mutant.line}  ${oneLine(mutant.from)}  ->  ${oneLine(mutant.to)}`);
  }
  survivors += mutants.length - killed;
  console.log(`${file}: ${killed} of ${mutants.length} killed`);
}

/** A crash, and an answer that never comes, count as noticed. */
function bySeeds(file: string, { source }: Mutant): Promise<boolean> {
  const workerData: SeedsWork = {
    ...{ file: pathToFileURL(join(ROOT, file)).href, source },
    ...{ from: Number(values.from), seeds: Number(values.seeds) },
  };
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const worker = new Worker(new URL('./seeds-worker.ts', import.meta.url), { workerData });
  const timer = setTimeout(() => resolve(true), PATIENCE_MS);
  worker.on('message', (violation?: string) => resolve(violation !== undefined));
  worker.on('error', () => resolve(true));
  return promise.finally(() => {
    clearTimeout(timer);
    return worker.terminate();
  });
}

function byTests(file: string, { source }: Mutant): boolean {
  if (!copy) return false;
  const original = readFileSync(join(copy, file));
  writeFileSync(join(copy, file), source);
  const args = ['test', '--', '--bail', '--testPathPatterns', values.tests!];
  const { status } = spawnSync('npm', args, { cwd: copy, stdio: 'ignore' });
  writeFileSync(join(copy, file), original);
  return status !== 0;
}

/** Of what is committed. */
function copyOfProject(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mutation-'));
  execFileSync('git', ['checkout-index', '--all', `--prefix=${folder}/`], { cwd: ROOT });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, 80);
}
