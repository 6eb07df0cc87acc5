/** Writes the digests of one LIST response, and deletes the older ones that it replaces. */
import { inParallel } from '../../../shared/in-parallel.ts';
import { readDigestItems } from '../index/digests.ts';
import type { Chunk } from '../model/chunk.ts';
import type { Position } from '../model/range.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import { cutDigests, sealDigest } from './cut-digest.ts';
import type { ObservedPage } from './cut-page.ts';
import { OlderDigests, type ReplacedDigests } from './older-digests.ts';

const WRITES_AT_ONCE = 4;

/**
 * Cuts the page, and returns the function that writes its digests. That function does not refer to the page: if the
 * table is slower than S3, a thousand pages may wait for their writes. It returns true when everything was written, and
 * may be called again. A part that is written again keeps its times (T2).
 */
export function digestsToStore(
  at: ScopeContext,
  page: ObservedPage,
  { starts, parts }: ReplacedDigests,
): () => Promise<boolean> {
  const digests = cutDigests(at.scope, page, at.instance.settings.digestObjects);
  const overwritten = new Set<Position>(digests.map(({ after }) => after));
  const kept = parts.map((part) => sealDigest(at.scope, part.item, [part]));
  const obsolete = starts.filter((after) => !overwritten.has(after));
  return writerOf(at, { digests: [...digests, ...kept], obsolete, observedAt: page.observedAt });
}

interface DigestWrites {
  digests: readonly Chunk[];
  /** The starts of the items to delete. */
  obsolete: readonly string[];
  observedAt: number;
}

function writerOf(at: ScopeContext, { digests, obsolete, observedAt }: DigestWrites): () => Promise<boolean> {
  const writes = [
    ...digests.map((digest) => () => at.index.offerChunk(digest)),
    ...obsolete.map((after) => () => at.index.deleteChunk(after, observedAt)),
  ];
  return async () => {
    const written = await inParallel<() => Promise<unknown>, unknown>(writes, WRITES_AT_ONCE, (write) =>
      write(),
    );
    return !written.includes(undefined);
  };
}

/**
 * Stores the digests of a page of a recursive listing or a fill, which did not read the older ones before. What an older
 * digest contains after the page is not written again, because the next LIST usually replaces it.
 */
export async function replaceDigests(tree: ScopeContext, page: ObservedPage): Promise<boolean> {
  const older = await readDigestItems(tree.digests, page);
  if (older === undefined) return false;
  return digestsToStore(tree.digests, page, new OlderDigests(older, []).replacedBy(page))();
}
