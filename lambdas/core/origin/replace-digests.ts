/**
 * Stores the digests of a page of a recursive listing or a fill. Unlike a usage question, these have not read the older
 * digests. In a bucket with events, that is not necessary: a change makes an older digest void.
 */
import type { Chunk } from '../model/chunk.ts';
import { entriesIn } from '../model/entries.ts';
import { covers, without } from '../model/range.ts';
import { judge } from '../model/validity.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import type { ObservedPage } from './cut-page.ts';
import { NOTHING_REPLACED, startsIn } from './older-digests.ts';
import { digestsToStore } from './store-digests.ts';

/** Maximum number of older digests in a page. If there are more, the page gets no digests. */
const MAX_OLDER = 2_000;

/** Returns false when a read or a write failed. */
export async function replaceDigests(tree: ScopeContext, page: ObservedPage): Promise<boolean> {
  const { digests } = tree;
  if (tree.bucket.events !== 'none') return digestsToStore(digests, page, NOTHING_REPLACED)();
  const { after: from, through } = page;
  const read = await digests.index.glanceAtChunks({ from, through, limit: MAX_OLDER });
  if (!read) return false;
  if (read.more) return true;
  const later = read.chunks.find((item) => isLaterAtStart(digests, item, page));
  const [range] = later ? without(page, later) : [page];
  if (!range) return true;
  const rest = { ...page, ...range, entries: entriesIn(page.entries, range) };
  // What a deleted digest contains after the page is not written again, because the next LIST usually replaces it.
  const starts = read.chunks.flatMap(({ after }) => (startsIn(rest, after) ? [after] : []));
  return digestsToStore(digests, rest, { starts, parts: [] })();
}

function isLaterAtStart(digests: ScopeContext, item: Chunk, page: ObservedPage): boolean {
  const isLater = covers(item, page.after) && item.observedAt > page.observedAt;
  return isLater && judge(item, digests.freshnessPolicy()) === 'usable';
}
