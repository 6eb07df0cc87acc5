/** The totals of a directory: counts its direct children, with limits for S3 calls and names. */
import type { ChunkSums } from '../model/chunk.ts';
import type { Entry } from '../model/entry.ts';
import { START } from '../model/range.ts';
import { type Failed, isFailed } from '../questions/answer.ts';
import type { DirectoryTotals } from '../questions/stat.ts';
import type { WithEvidence } from '../request/evidence.ts';
import type { ReadContext } from '../request/read-context.ts';
import { atDirectory } from '../request/scope-context.ts';
import { confirmEmpty } from './emptiness.ts';
import { nextBlock } from './list.ts';
import { ScopeScan } from './scope-scan.ts';

/** Maximum number of LISTs for a large directory: 10,000 entries that are not in the index. */
export const TOTALS_MAX_LISTS = 10;
/**
 * A directory with at most this many entries is counted completely, even if it needs more LISTs because valid pages
 * in between make them short.
 */
export const TOTALS_WHOLE_NAMES = 10_000;
/** Maximum number of LISTs for any directory. In ordinary use, an index does not have more gaps than this. */
const TOTALS_MOST_LISTS = 100;
/** Maximum number of names that are read, whether or not they are in the index. */
export const TOTALS_MAX_NAMES = 500_000;
/**
 * The number of entries that one Query of full chunks returns (IndexWindow reads 200 chunks). So 100,000 entries take
 * four rounds.
 */
const STEP_NAMES = 25_000;

export interface Counted {
  outcome: 'counted';
  totals: DirectoryTotals;
  /** True if no key starts with the directory's prefix. */
  empty: boolean;
}

export async function countDirectory(
  context: ReadContext,
  prefix: string,
): Promise<WithEvidence<Counted | Failed>> {
  const counted = async (how: { ignoreStored: boolean }) => {
    const at = atDirectory(context, prefix);
    const scan = new ScopeScan(at, { after: START, filter: '', counts: true, ...how });
    return { value: await count(context, scan), evidence: await scan.evidence() };
  };
  return confirmEmpty(
    await counted({ ignoreStored: false }),
    ({ empty }) => empty,
    () => counted({ ignoreStored: true }),
  );
}

async function count(context: ReadContext, scan: ScopeScan): Promise<Counted | Failed> {
  const totals: DirectoryTotals = { objects: 0, directories: 0, sizeBytes: 0, complete: true };
  let names = 0;
  while (!scan.ended) {
    if (await isSpent(scan, names)) {
      totals.complete = false;
      break;
    }
    const block = await nextBlock(context, scan, STEP_NAMES);
    if (isFailed(block)) return block;
    for (const sums of block.sums) addSums(totals, sums);
    for (const entry of block.entries) add(totals, entry);
    names += block.entries.length + block.sums.reduce((sum, { count }) => sum + count, 0);
  }
  return { outcome: 'counted', totals, empty: names === 0 && totals.complete };
}

/**
 * True if too many names were read, or if the LISTs are used up and the next step needs one. Names in the index need
 * no LIST.
 */
async function isSpent(scan: ScopeScan, names: number): Promise<boolean> {
  if (names >= TOTALS_MAX_NAMES) return true;
  const manyLists = scan.fills >= TOTALS_MAX_LISTS && names >= TOTALS_WHOLE_NAMES;
  return (manyLists || scan.fills >= TOTALS_MOST_LISTS) && (await scan.atGap(STEP_NAMES));
}

function add(totals: DirectoryTotals, entry: Entry): void {
  if (entry.type === 'directory') {
    totals.directories++;
    return;
  }
  if (entry.name === '') totals.marker = entry;
  else {
    totals.objects++;
    totals.sizeBytes += entry.sizeBytes;
  }
  addTime(totals, entry.lastModifiedMs);
}

/** The marker object is never among the summed entries (model/count-page.ts). */
function addSums(totals: DirectoryTotals, { count, directories = 0, sizeBytes, newestMs }: ChunkSums): void {
  totals.directories += directories;
  totals.objects += count - directories;
  totals.sizeBytes += sizeBytes;
  addTime(totals, newestMs);
}

function addTime(totals: DirectoryTotals, atMs: number | undefined): void {
  if (atMs !== undefined && !(totals.lastModifiedMs! >= atMs)) totals.lastModifiedMs = atMs;
}
