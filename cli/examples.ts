/** Examples in the help of a command; a test runs each of them unchanged. */
import type { Command } from 'commander';

/** A description, and the command line. */
export type Example = [what: string, line: string];

export function addExamples(command: Command, examples: readonly Example[]): void {
  const lines = examples.map(([what, line]) => `  # ${what}\n  $ ${line}`);
  command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}

/** The lines of a help text's examples, without their `$`. */
export function exampleLines(text: string): string[] {
  return [...text.matchAll(/^ {2}\$ (.+)$/gm)].map((match) => match[1]!);
}
