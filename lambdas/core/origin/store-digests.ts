/** Writes the digests of one LIST response, and deletes the older ones that it replaces. */
import { inParallel } from '../../../shared/in-parallel.ts';
import type { Chunk } from '../model/chunk.ts';
import { covers, type Position } from '../model/range.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import { cutDigests, sealDigest } from './cut-digest.ts';
import type { ObservedPage } from './cut-page.ts';
import type { ReplacedDigests } from './older-digests.ts';

const WRITES_AT_ONCE = 4;
const DELETES_AT_ONCE = 16;

/**
 * Cuts the page, and returns the function that writes its digests. That function does not refer to the page: if the
 * table is slower than S3, a thousand pages may wait for their writes. It returns true when everything was written and
 * deleted, and may be called again. A part that is written again keeps its times (T2).
 */
export function digestsToStore(
  at: ScopeContext,
  page: ObservedPage,
  { starts, parts }: ReplacedDigests,
): () => Promise<boolean> {
  const digests = cutDigests(at.scope, page, at.instance.settings.digestObjects);
  const kept = parts.map((part) => sealDigest(at.scope, part.item, [part]));
  const overwritten = new Set<Position>(digests.map(({ after }) => after));
  const obsolete = starts.filter((after) => !overwritten.has(after));
  const { observedAt } = page;
  return () => write(at, { digests, kept, obsolete, observedAt });
}

interface DigestWrites {
  digests: readonly Chunk[];
  /** Parts of older items. */
  kept: readonly Chunk[];
  /** The starts of the items to delete. */
  obsolete: readonly string[];
  observedAt: number;
}

/**
 * Items are deleted only when everything was written. Otherwise, a still older digest that starts before the page could
 * be used.
 */
async function write(at: ScopeContext, { digests, kept, obsolete, observedAt }: DigestWrites) {
  const latest = at.bucket.events === 'none' ? await latestOf(at, kept) : kept;
  const written = await inParallel([...digests, ...latest], WRITES_AT_ONCE, (digest) =>
    at.index.offerChunk(digest),
  );
  if (written.includes(undefined)) return false;
  const deleted = await inParallel(obsolete, DELETES_AT_ONCE, (after) =>
    at.index.offerDelete(after, observedAt),
  );
  return !deleted.includes(undefined);
}

/**
 * Leaves out the parts whose start is covered by a later digest, or for which that is not known. As an item of its own,
 * such a part would hide the later digest. In a bucket with events, a change makes the part void.
 */
async function latestOf(at: ScopeContext, parts: readonly Chunk[]): Promise<Chunk[]> {
  const isLatest = await inParallel(parts, WRITES_AT_ONCE, async ({ after, observedAt }) => {
    const found = await at.index.glanceAtChunks({ from: after, limit: 1 });
    const isLater = (item: Chunk) => covers(item, after) && item.observedAt > observedAt;
    return found !== undefined && !found.chunks.some(isLater);
  });
  return parts.filter((_, i) => isLatest[i]);
}
