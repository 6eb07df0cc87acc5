/**
 * Text in sentences, for an output: on a terminal, lines break at spaces. In a pipe a sentence stays one line, because
 * programs read lines.
 */
import type { Output } from '../world.ts';
import { wrap } from './wrap.ts';

/**
 * `indent`: columns before the text; the lines after the first one begin there. A line that begins with spaces keeps them, also
 * where it continues.
 */
export function sentence(text: string, output: Output, indent = 0): string {
  if (!output.isTerminal) return text;
  const lines = text.split('\n').flatMap((line) => {
    const content = line.trimStart();
    const margin = line.slice(0, line.length - content.length);
    return wrap(content, output.columns - indent - margin.length).map((part) => margin + part);
  });
  return lines.join(`\n${' '.repeat(indent)}`);
}
