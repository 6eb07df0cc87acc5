/**
 * Prints what may come next on a command line, for the shells' completion scripts. It never fails: errors would
 * disturb the prompt.
 */
import { Command, type Option } from 'commander';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { GlobalOptions } from '../global-options.ts';
import { buildProgram } from '../program.ts';
import { Session } from '../session.ts';
import type { World } from '../world.ts';
import { completeUrl } from './complete-url.ts';
import { SHELLS } from './scripts.ts';

/**
 * @param words the words after `s3dex`; the last one is incomplete (and may be empty). Prints one candidate per
 * line.
 */
export async function complete(words: readonly string[], world: World): Promise<ExitCode> {
  try {
    const found = await candidates(words[0] === '--' ? words.slice(1) : words, world);
    if (found.length > 0) await world.out.write(`${found.join('\n')}\n`);
  } catch {
    // No candidates.
  }
  return EXIT.ok;
}

export async function candidates(words: readonly string[], world: World): Promise<string[]> {
  const program = buildProgram(async () => {}, {
    writeOut: () => {},
    writeErr: () => {},
    writeProblem: () => {},
    columns: 80,
  });
  const before = words.slice(0, -1);
  const current = words.at(-1) ?? '';
  const command = program.commands.find((one) => before.includes(one.name()));
  const options = [...(command?.options ?? []), ...program.options];
  const urls = () => completeUrl(current, new Session(world, globalOptions(program, before)));
  const writtenFor = options.find((option) => option.required && option.long === before.at(-1));
  if (writtenFor !== undefined) {
    return writtenFor.flags.endsWith('<s3-url>') ? urls() : [];
  }
  if (current.startsWith('-')) return startingWith(current, flagsOf(options));
  if (command === undefined)
    return startingWith(
      current,
      program.commands.map((one) => one.name()),
    );
  switch (command.registeredArguments[0]?.name()) {
    case 'url':
      return urls();
    case 'shell':
      return startingWith(current, [...SHELLS]);
    default:
      return [];
  }
}

function flagsOf(options: readonly Option[]): string[] {
  return [...options.filter(({ hidden }) => !hidden).flatMap(({ long }) => long ?? []), '--help'];
}

function startingWith(current: string, all: readonly string[]): string[] {
  return all.filter((one) => one.startsWith(current));
}

/** The global options on the line so far, at any position. */
function globalOptions(program: Command, words: readonly string[]): GlobalOptions {
  const reader = new Command().allowUnknownOption().exitOverride();
  for (const option of program.options) reader.addOption(option);
  reader.parseOptions([...words]);
  return reader.opts<GlobalOptions>();
}
