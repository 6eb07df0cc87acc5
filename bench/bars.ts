/**
 * The project's targets that depend on the machine, with the results of this run: times, rates, memory, existing
 * trees. They are reported but not enforced. Exact figures are in budgets.ts.
 */
import { judgeSteps } from './bars-of-steps.ts';
import { SMALL } from './cases/million.ts';
import type { Report } from './report.ts';
import type { Row } from './row.ts';
import { judgeTreeBars } from './tree-budgets.ts';
import { atLeast, atMost, type Verdict } from './verdict.ts';

const MOST_BYTES_AN_ENTRY = 32;
const MOST_MEMORY_MB = 256;
const MOST_START_RATIO = { listing: 0.8, invalidation: 1.3 };
const LEAST_EVENTS_A_SECOND = 5_000;

/** For a complete run only: a run with `--budgets` has no times. */
export function judgeBars(report: Report): Verdict[] {
  const p50 = (name: string, rival: Row['rival']) => {
    const row = report.cases.find((it) => it.name === name && it.n === SMALL && it.rival === rival);
    if (!row) throw new Error(`no case ${name} of ${SMALL} for ${rival}`);
    return row.p50Ms;
  };
  const timesFaster = (name: string) => p50(name, 'list-then-head') / p50(name, 's3dex');
  const handler = (entries: number) => report.handlerTimes.find((it) => it.entries === entries)!;
  const start = (name: string) => report.startTimes.find((it) => it.name === name)!;
  const slowest = Math.min(...report.eventRates.map(({ perSecond }) => perSecond));
  return [
    ...(report.trees ? judgeTreeBars(report.trees) : []),
    atLeast('1,000 objects cold: times as fast as LIST, then HEAD each', timesFaster('cold'), 100),
    atLeast('1,000 objects warm: times as fast as LIST, then HEAD each', timesFaster('warm'), 1_000),
    atMost(
      'handler, warm, 1,000 entries: CPU time, as times of JSON.stringify of the answer',
      handler(1_000).ratio,
      3,
    ),
    atMost('handler, warm, 100 entries: CPU time, ms', handler(100).handlerMs, 1),
    atLeast('events a second of one core', slowest, LEAST_EVENTS_A_SECOND),
    ...(['listing', 'invalidation'] as const).map((name) =>
      atMost(
        `start to first answer, ${name}: as times of two SDK clients`,
        start(name).ratio,
        MOST_START_RATIO[name],
        START,
      ),
    ),
    ...judgeSteps(report),
    ...(report.memory
      ? [
          atMost(
            '1,000,000 objects: memory of the listing function, MB',
            report.memory.peakBytes / 1e6,
            MOST_MEMORY_MB,
          ),
        ]
      : []),
    ...report.storedBytes.map(({ tree, directories, entries, bytesPerEntry }) =>
      atMost(
        `bytes an entry, ${tree} (${(entries / directories).toFixed(1)} entries a directory)`,
        bytesPerEntry,
        MOST_BYTES_AN_ENTRY,
        BYTES,
      ),
    ),
  ];
}

const START =
  "The two clients are those of S3 and DynamoDB. The function loads only DynamoDB's client, but also its own code, schemas, middleware and logger.";
const BYTES =
  'An ETag takes 16 bytes of each entry. Each directory needs an item of its own, whose keys, range, times, sums and attribute names take about 150 bytes; in small directories only few entries share them.';
