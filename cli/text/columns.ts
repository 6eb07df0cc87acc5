/** Rows of text in columns, each as wide as its widest cell. */
import { wrap } from './wrap.ts';

export type Align = 'left' | 'right';

const GAP = '  ';
/** A last column narrower than this is not wrapped: one word per line is harder to read than a long line. */
const LEAST_WRAPPED = 20;

/**
 * Returns lines without line ends; the last column is never padded on its right.
 *
 * @param width if given, long text in the last column continues in the same column on the next line.
 */
export function columns(
  rows: readonly (readonly string[])[],
  aligns: readonly Align[] = [],
  width = Number.POSITIVE_INFINITY,
): string[] {
  const widths = widthsOf(rows);
  const last = widths.length - 1;
  const indent = widths.slice(0, last).reduce((sum, cell) => sum + cell + GAP.length, 0);
  const left = width - indent;
  return rows.flatMap((row) => {
    const prose = row.length === widths.length && left >= LEAST_WRAPPED ? wrap(row[last] ?? '', left) : [];
    const first = row.with(row.length - 1, prose[0] ?? row.at(-1) ?? '');
    const line = first
      .map((cell, at) =>
        aligns[at] === 'right' ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0),
      )
      .join(GAP)
      .trimEnd();
    return [line, ...prose.slice(1).map((text) => ' '.repeat(indent) + text)];
  });
}

function widthsOf(rows: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, at) => {
      widths[at] = Math.max(widths[at] ?? 0, cell.length);
    });
  }
  return widths;
}
