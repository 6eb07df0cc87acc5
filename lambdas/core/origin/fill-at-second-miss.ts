/**
 * Fills for buckets whose directories are mostly read once. The first miss of a directory is only counted, and its
 * page is not stored. A second miss within an hour shows that storing is worthwhile. So a directory that is requested
 * only once costs one write unit, instead of those for its page.
 */
import { START } from '../model/range.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import type { Gap } from './list-gap.ts';
import { beginCountedWatch } from './watch.ts';

const MISSES_BEFORE_STORE = 2;

/** Counts a miss, if the gap is at the start of the directory. Later pages are stored if the first page was. */
export async function isStored(at: ScopeContext, { after }: Pick<Gap, 'after'>): Promise<boolean> {
  if (!at.bucket.storesAtSecondMiss || at.scope.kind === 'tree') return true;
  // A remembered watch is not used, because another instance may have counted a miss since.
  const misses =
    after === START ? (await beginCountedWatch(at))?.misses : (await at.index.readHead())?.head?.misses;
  return misses !== undefined && misses >= MISSES_BEFORE_STORE;
}
