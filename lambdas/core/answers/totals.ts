/** A directory's totals: a walk through its direct children, bounded in S3 calls and in names. */

import type { Directory } from '../model/names.ts';
import type { Failed } from '../questions/answer.ts';
import type { DirectoryTotals } from '../questions/stat.ts';
import type { Engine } from '../request/engine.ts';
import type { ReadContext } from '../request/read-context.ts';
import { DirectoryScan } from './directory-scan.ts';
import { nextOrStale } from './list.ts';

/** LISTs spent on the totals of a large directory at most: 10,000 entries that are not indexed. */
export const TOTALS_MAX_LISTS = 10;
/** One with no more entries than this is counted whole, though good pages in between may make its LISTs short. */
export const TOTALS_WHOLE_NAMES = 10_000;
/** LISTs spent on any: what is in more pieces than this was not left so by ordinary use. */
const TOTALS_MOST_LISTS = 100;
/** Names looked through at most, indexed or not. */
export const TOTALS_MAX_NAMES = 500_000;
const STEP_NAMES = 10_000;

export type TotalsAnswer = { outcome: 'counted'; totals: DirectoryTotals; empty: boolean } | Failed;

export async function countDirectory(
  engine: Engine,
  context: ReadContext,
  directory: Directory,
): Promise<TotalsAnswer> {
  const walk = new DirectoryScan(engine, context, directory, { filter: '' });
  const totals: DirectoryTotals = { objects: 0, directories: 0, sizeBytes: 0, complete: true };
  let names = 0;
  while (!walk.ended) {
    const spent =
      (walk.fills >= TOTALS_MAX_LISTS && names >= TOTALS_WHOLE_NAMES) ||
      walk.fills >= TOTALS_MOST_LISTS ||
      names >= TOTALS_MAX_NAMES;
    if (spent && (names >= TOTALS_MAX_NAMES || (await walk.atGap(STEP_NAMES)))) {
      totals.complete = false;
      break;
    }
    const block = await nextOrStale(walk, context, STEP_NAMES);
    if (block.outcome === 'failed') return block;
    names += block.entries.length;
    for (const entry of block.entries) {
      if (entry.type === 'directory') totals.directories++;
      else if (entry.name === '') totals.marker = entry;
      else {
        totals.objects++;
        totals.sizeBytes += entry.sizeBytes;
      }
      if (entry.type === 'object' && entry.lastModifiedMs !== undefined) {
        totals.lastModifiedMs = Math.max(
          totals.lastModifiedMs ?? Number.NEGATIVE_INFINITY,
          entry.lastModifiedMs,
        );
      }
    }
  }
  return { outcome: 'counted', totals, empty: names === 0 && totals.complete };
}
