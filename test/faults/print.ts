/** The matrix as a Markdown table: a row for each call site, a column for each fault, counts of outcomes in cells. */
import type { FaultKind } from './faults.ts';
import { type CellResult, rowName } from './matrix.ts';
import type { Row } from './row.ts';
import type { Outcome } from './verdict.ts';

const LETTERS: readonly [Outcome, string][] = [
  ['index', 'i'],
  ['s3', 's'],
  ['error', 'e'],
  ['wrong', 'WRONG'],
];

/** Example: `2s 1i` means two correct answers from S3 and one correct answer from the index. */
function shown(counts: Record<Outcome, number>): string {
  const parts = LETTERS.filter(([outcome]) => counts[outcome] > 0);
  return parts.map(([outcome, letter]) => `${counts[outcome]}${letter}`).join(' ');
}

function sum(results: readonly CellResult[]): Record<Outcome, number> {
  const total = { index: 0, s3: 0, error: 0, wrong: 0 };
  for (const { counts } of results) for (const [outcome] of LETTERS) total[outcome] += counts[outcome];
  return total;
}

export function table(results: readonly CellResult[]): string {
  const faults = [...new Set(results.map(({ fault }) => fault))];
  const rows = [...new Set(results.map(({ row }) => row))];
  const numbered = faults.map((fault, i) => `${i + 1}. ${fault.name}${slowest(results, fault)}`);
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [
    ...numbered,
    '',
    line(['call site', ...faults.map((_, i) => String(i + 1)), 'all']),
    line(Array.from({ length: faults.length + 2 }, () => '---')),
    ...rows.map((row) => line(cellsOf(row, faults, results))),
    line(['all', ...faults.map((fault) => shown(sum(results.filter((it) => it.fault === fault)))), '']),
    '',
    'i: right from the index (events: applied); s: right from S3 (fills: complete); e: declared error (events, fills: delivered again); empty: not possible there.',
  ].join('\n');
}

function cellsOf(row: Row, faults: readonly FaultKind[], results: readonly CellResult[]): string[] {
  const own = results.filter((it) => it.row === row);
  const cells = faults.map((fault) => shown(sum(own.filter((it) => it.fault === fault))));
  return [rowName(row), ...cells, shown(sum(own))];
}

function slowest(results: readonly CellResult[], fault: FaultKind): string {
  const ms = Math.max(...results.filter((it) => it.fault === fault).map((it) => it.slowestMs));
  return ` (slowest answer ${Math.round(ms)} ms)`;
}

export function summary(results: readonly CellResult[]): string {
  const { index, s3, error, wrong } = sum(results);
  const again = results.reduce((runs, it) => runs + it.runs - 1, 0);
  const repeated = again > 0 ? ` (${again} runs repeated, the machine was slower than the budgets)` : '';
  return `${results.length} cells${repeated}: ${index} right from the index, ${s3} right from S3, ${error} declared errors, ${wrong} WRONG`;
}
