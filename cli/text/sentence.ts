/**
 * Formats a sentence for an output. On a terminal, lines break at spaces. In a pipe, a sentence stays on one line,
 * because programs read lines.
 */
import type { Output } from '../world.ts';
import { wrap } from './wrap.ts';

/** @param indent columns before the text; the lines after the first one begin there. */
export function sentence(text: string, output: Output, indent = 0): string {
  if (!output.isTerminal) return text;
  const lines = text.split('\n').flatMap((line) => wrap(line, output.columns - indent));
  return lines.join(`\n${' '.repeat(indent)}`);
}
