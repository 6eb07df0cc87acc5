/** Prints the report. */

import type { Report } from './report.ts';
import type { Row } from './row.ts';
import type { TreeReport } from './tree-report.ts';
import type { Verdict } from './verdict.ts';

type Cell = string | number;

/** Columns as wide as their widest cell, numbers right-aligned. */
function table(head: string[], lines: Cell[][]): string {
  const text = [head, ...lines.map((line) => line.map(String))];
  const widths = head.map((_, column) => Math.max(...text.map((line) => line[column]!.length)));
  return text
    .map((line, i) =>
      line
        .map((cell, column) => {
          const isNumber =
            i > 0 ? typeof lines[i - 1]![column] === 'number' : typeof lines[0]?.[column] === 'number';
          return isNumber ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function rounded(value: number): number {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return Number(value.toFixed(digits));
}

export function caseTable(rows: readonly Row[]): string {
  return table(
    [
      'case',
      'n',
      'who',
      'LIST',
      'HEAD',
      'RRU',
      'WRU',
      '$/million',
      '$/million writes',
      'p50 ms',
      'p99 ms',
      'note',
    ],
    rows.map((row) => [
      row.name,
      row.n,
      row.rival,
      rounded(row.s3Lists),
      rounded(row.s3Heads),
      rounded(row.rru),
      rounded(row.wru),
      rounded(row.usdPerMillion),
      row.usdPerMillionWrites === undefined ? '' : rounded(row.usdPerMillionWrites),
      rounded(row.p50Ms),
      rounded(row.p99Ms),
      row.note ?? '',
    ]),
  );
}

export function partTables(report: Report): string {
  const parts = [
    table(
      ['tree', 'directories', 'entries', 'bytes/entry', 'in directories of 200+'],
      report.storedBytes.map((it) => [
        it.tree,
        it.directories,
        it.entries,
        rounded(it.bytesPerEntry),
        rounded(it.large.bytesPerEntry),
      ]),
    ),
    table(
      ['bundle', 'bytes'],
      report.bundles.map(({ name, bytes }) => [name, bytes]),
    ),
  ];
  if (report.handlerTimes.length > 0)
    parts.push(
      table(
        ['handler, warm, entries', 'CPU ms', 'JSON.stringify ms', 'ratio'],
        report.handlerTimes.map((it) => [
          it.entries,
          rounded(it.handlerMs),
          rounded(it.stringifyMs),
          rounded(it.ratio),
        ]),
      ),
      table(
        ['events', 'a second'],
        report.eventRates.map(({ watched, perSecond }) => [
          watched ? 'watched, four marks each' : 'unwatched',
          Math.round(perSecond),
        ]),
      ),
      table(
        ['start to first answer', 'ms', 'ratio', 'CPU ms', 'CPU ratio'],
        report.startTimes.map((it) => [
          it.name,
          rounded(it.ms),
          rounded(it.ratio),
          rounded(it.cpuMs),
          rounded(it.cpuRatio),
        ]),
      ),
    );
  if (report.trees && report.trees.fillRates.length > 0) parts.push(fillRateTable(report.trees));
  if (report.memory)
    parts.push(
      `memory of the listing function over ${report.memory.objects} objects: ${Math.round(report.memory.peakBytes / 1e6)} MB, and ${Math.round(report.memory.unboundedPeakBytes / 1e6)} MB where V8 may take what the machine has`,
    );
  return parts.join('\n\n');
}

export function fillRateTable({ fillRates }: TreeReport): string {
  return table(
    ['usage, cold, memory MB', 'keys a second', 'CPU ms for 1,000 keys'],
    fillRates.map((it) => [it.memoryMb, rounded(it.keysPerSecond), rounded(it.cpuMsPerThousand)]),
  );
}

export function verdictTable(head: string, verdicts: readonly Verdict[]): string {
  return table(
    ['', 'is', 'must be', head],
    verdicts.map(({ what, most, least, is, holds }) => [
      holds ? 'ok' : 'NOT MET',
      rounded(is),
      most === undefined ? `>= ${least}` : `<= ${most}`,
      what,
    ]),
  );
}

/** The ratio of a rival's p50 to s3dex's, in the same case of the same run. */
export function ratioTable(rows: readonly Row[]): string {
  const lines = rows
    .filter(({ rival }) => rival !== 's3dex')
    .flatMap((row): Cell[][] => {
      const own = rows.find((it) => it.rival === 's3dex' && it.name === row.name && it.n === row.n);
      if (!own || !(own.p50Ms > 0)) return [];
      const cost = row.usdPerMillion / own.usdPerMillion;
      return [[row.name, row.n, row.rival, rounded(row.p50Ms / own.p50Ms), rounded(cost)]];
    });
  return table(['case', 'n', 'compared with', 'times the time', 'times the money'], lines);
}
