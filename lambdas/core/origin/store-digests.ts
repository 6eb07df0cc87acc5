/** Writes the digests of one LIST response, and deletes the older ones that it covers. */
import { inParallel } from '../../../shared/in-parallel.ts';
import { contains, type NameRange } from '../model/range.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import { cutDigests } from './cut-digest.ts';
import type { ObservedPage } from './cut-page.ts';

const WRITES_AT_ONCE = 4;

/** Returns true when everything was written. `known`: the digests that were read from the index before. */
export async function storeDigests(
  at: ScopeContext,
  page: ObservedPage,
  known: readonly NameRange[],
): Promise<boolean> {
  const digests = cutDigests(at.scope, page);
  const kept = new Set(digests.map(({ after }) => after));
  const obsolete = known
    .map(({ after }) => after)
    .filter((after) => typeof after === 'string' && contains(page, after))
    .filter((after) => !kept.has(after) && after !== page.through);
  const writes = [
    ...digests.map((digest) => () => at.index.offerChunk(digest)),
    ...obsolete.map((after) => () => at.index.deleteChunk(after, page.observedAt)),
  ];
  const written = await inParallel<() => Promise<unknown>, unknown>(writes, WRITES_AT_ONCE, (write) =>
    write(),
  );
  return !written.includes(undefined);
}
