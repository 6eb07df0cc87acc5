/** Examples in the help of a command; a test runs each of them unchanged. */
import type { Command } from 'commander';
import { wrap } from './text/wrap.ts';

/** A help text is at most 80 columns wide, of which `  $ ` and a final backslash take six. */
const LINE_COLUMNS = 74;
const CONTINUED = ' \\\n      ';

/** A description, and the command line. */
export type Example = [what: string, line: string];

export function addExamples(command: Command, examples: readonly Example[]): void {
  const lines = examples.map(
    ([what, line]) => `  # ${what}\n  $ ${wrap(line, LINE_COLUMNS).join(CONTINUED)}`,
  );
  command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}

/** The lines of a help text's examples, without their `$`. */
export function exampleLines(text: string): string[] {
  return [...text.replaceAll(CONTINUED, ' ').matchAll(/^ {2}\$ (.+)$/gm)].map((match) => match[1]!);
}
