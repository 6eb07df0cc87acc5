/**
 * Finds the chunks that a page replaces. All must be found: an older chunk that is left inside the page would be used
 * as if it were the latest.
 */
import type { Chunk } from '../model/chunk.ts';
import {
  compareEnds,
  comparePositions,
  END,
  endsAfter,
  type NameRange,
  type Position,
} from '../model/range.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import type { Gap } from './list-gap.ts';

const CHUNKS_AT_ONCE = 32;
/** Maximum number of reads. A page has at most 1,000 names, so more are needed only for chunks of very few names. */
const MAX_READS = 40;

/**
 * Returns the chunks that may start in the page or reach into it; `undefined` when the index is not usable. Usually
 * they were read before.
 */
export async function olderChunks(
  at: ScopeContext,
  page: NameRange,
  { known, knownIn }: Pick<Gap, 'known' | 'knownIn'>,
): Promise<readonly Chunk[] | undefined> {
  if (knownIn && includes(knownIn, page)) return known;
  const older = new Map<Position, Chunk>();
  let from = page.after;
  for (let read = 0; read < MAX_READS; read++) {
    const found = await at.index.readChunks({ from, limit: CHUNKS_AT_ONCE });
    if (!found) return undefined;
    for (const chunk of found.chunks) older.set(chunk.after, chunk);
    const last = found.chunks.at(-1)?.after;
    const isBehind = last !== undefined && comparePositions(last, from) > 0;
    if (!found.more || !isBehind || (page.through !== END && !endsAfter(page.through, last))) break;
    from = last;
  }
  return [...older.values()];
}

function includes(outer: NameRange, inner: NameRange): boolean {
  return comparePositions(outer.after, inner.after) <= 0 && compareEnds(outer.through, inner.through) >= 0;
}
