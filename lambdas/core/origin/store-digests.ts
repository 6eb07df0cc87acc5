/**
 * Writes the digests of one LIST response, and deletes the older ones that it covers. An item may contain parts after
 * the listed range. These parts are written again as items of their own, because the item is replaced, or is no longer
 * the nearest one before the range.
 */
import { inParallel } from '../../../shared/in-parallel.ts';
import type { HeldDigest, HeldDigests } from '../index/digests.ts';
import type { Chunk } from '../model/chunk.ts';
import { compareEnds, comparePositions, contains, type Position, START } from '../model/range.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import { cutDigests, sealDigest } from './cut-digest.ts';
import type { ObservedPage } from './cut-page.ts';

const WRITES_AT_ONCE = 4;

/** Returns true when everything was written. `held`: the digests that were read from the index before. */
export async function storeDigests(
  at: ScopeContext,
  page: ObservedPage,
  held: HeldDigests = { usable: [], known: [] },
): Promise<boolean> {
  const digests = cutDigests(at.scope, page, at.instance.settings.digestObjects);
  const replaced = new Set<Position>(digests.map(({ after }) => after));
  const writes = [
    ...[...digests, ...keptParts(at, page, held)].map((digest) => () => at.index.offerChunk(digest)),
    ...obsolete(page, held, replaced).map((after) => () => at.index.deleteChunk(after, page.observedAt)),
  ];
  const written = await inParallel<() => Promise<unknown>, unknown>(writes, WRITES_AT_ONCE, (write) =>
    write(),
  );
  return !written.includes(undefined);
}

/** True for a part that begins where the page ends, or later. */
function isBeyond(page: ObservedPage, { after }: HeldDigest): boolean {
  return after !== START && compareEnds(page.through, after) <= 0;
}

/**
 * The usable parts after the page of items that start before it or with it. Each keeps its times: it is the same
 * observation (T2).
 */
function keptParts({ scope }: ScopeContext, page: ObservedPage, { usable, known }: HeldDigests): Chunk[] {
  const isKept = ({ after, observedAt }: HeldDigest) =>
    known.some(({ item }) => item.after === after && item.observedAt >= observedAt);
  return usable
    .filter((part) => comparePositions(part.item.after, page.after) <= 0 && isBeyond(page, part))
    .filter((part) => !isKept(part))
    .map((part) => sealDigest(scope, part.item, [part]));
}

/** The starts of the items that begin in the page and have no part after it. */
function obsolete(page: ObservedPage, { known }: HeldDigests, replaced: ReadonlySet<Position>): string[] {
  const needed = new Set(known.filter((part) => isBeyond(page, part)).map(({ item }) => item.after));
  const starts = new Set(known.map(({ item }) => item.after));
  return [...starts].filter(
    (after): after is string =>
      typeof after === 'string' && contains(page, after) && !replaced.has(after) && !needed.has(after),
  );
}
