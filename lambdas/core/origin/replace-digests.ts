/**
 * Stores the digests of a page of a recursive listing or a fill. Unlike a usage question, these have not read the older
 * digests. In a bucket with events, that is not necessary: a change makes an older digest void.
 */
import type { Chunk } from '../model/chunk.ts';
import { comparePositions, endsAfter } from '../model/range.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import type { ObservedPage } from './cut-page.ts';
import { NOTHING_REPLACED, startsIn } from './older-digests.ts';
import { digestsToStore } from './store-digests.ts';

/** Maximum number of older digests in a page. If there are more, the digests of the page are not stored. */
const MAX_OLDER = 2_000;

/** Returns true when the digests of this page, or later ones, are stored. */
export async function replaceDigests(tree: ScopeContext, page: ObservedPage): Promise<boolean> {
  if (tree.bucket.events !== 'none') return digestsToStore(tree.digests, page, NOTHING_REPLACED)();
  const { digests } = tree;
  const { after: from, through } = page;
  const read = await digests.index.glanceAtChunks({ from, through, limit: MAX_OLDER });
  if (!read || read.more) return false;
  // Other items will never be used again.
  const inForce = read.chunks.filter((item) => {
    return item.endsAt > tree.instance.clock.now() && item.epoch === page.epoch;
  });
  // A digest is never cut (T1), so this page cannot be stored after the later one.
  if (inForce.some((item) => isLaterAtStart(item, page))) return true;
  // What a deleted digest contains after the page is not written again, because the next LIST usually replaces it.
  const starts = inForce.flatMap(({ after }) => (startsIn(page, after) ? [after] : []));
  return digestsToStore(digests, page, { starts, parts: [] })();
}

function isLaterAtStart(item: Chunk, page: ObservedPage): boolean {
  const startsBefore = comparePositions(item.after, page.after) < 0;
  return item.observedAt > page.observedAt && startsBefore && endsAfter(item.through, page.after);
}
