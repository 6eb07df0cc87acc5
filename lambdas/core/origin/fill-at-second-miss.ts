/**
 * Fills for buckets whose directories are mostly read once: the first miss of a directory is only counted, and its
 * page is not stored. A second one within the window (an hour) shows that storing pays. A directory that is never asked
 * about again costs one write unit instead of those of its page.
 */
import { START } from '../model/range.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import type { Gap } from './list-gap.ts';
import { beginCountedWatch } from './watch.ts';

const MISSES_BEFORE_STORE = 2;

/** Counts a miss, if this is the directory's first page. Later pages are stored if the first one was. */
export async function isStored(at: ScopeContext, { after }: Pick<Gap, 'after'>): Promise<boolean> {
  if (!at.bucket.storesAtSecondMiss || at.scope.kind === 'tree') return true;
  // Not from a remembered watch: its count may be older than another instance's miss.
  const misses =
    after === START ? (await beginCountedWatch(at))?.misses : (await at.index.readHead())?.head?.misses;
  return misses !== undefined && misses >= MISSES_BEFORE_STORE;
}
