/** The tables of equivalent mutants in docs/testing.md, a table for each folder. */

import type { EquivalentsByFile } from './equivalents/equivalent.ts';
import { EQUIVALENTS } from './equivalents.ts';

const BEGIN = '<!-- equivalent mutants: written by npm run docs -->';
const END = '<!-- end of equivalent mutants -->';

/** Returns the document with the current tables. */
export function withTables(document: string): string {
  const [before, rest] = document.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`docs/testing.md has no ${BEGIN} with ${END} after it`);
  const tables = Object.entries(EQUIVALENTS).map(([folder, files]) => tableOf(folder, files));
  return `${before}${BEGIN}\n\n${tables.join('\n\n')}\n\n${END}${after}`;
}

function tableOf(folder: string, files: EquivalentsByFile): string {
  const rows = Object.entries(files).flatMap(([file, equivalents]) =>
    equivalents.map(({ line, from, to, why }) =>
      rowOf([`\`${file.replace(/\.ts$/, '')}\``, code(line), `${code(from)} → ${code(to)}`, why]),
    ),
  );
  return [
    rowOf([`file of \`${folder}\``, 'line', 'mutant', 'why']),
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function rowOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Escapes bars, which would end a table cell even inside code. */
function code(text: string): string {
  const mark = text.includes('`') ? '``' : '`';
  return `${mark}${text.replaceAll('|', '\\|')}${mark}`;
}
