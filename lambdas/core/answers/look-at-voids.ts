/** Converts merged pages to entries. The void names are checked in S3, in parallel. */
import { asListed } from '../model/as-listed.ts';
import type { CachedPage } from '../model/cached-page.ts';
import type { Entry } from '../model/entry.ts';
import type { MergedPage } from '../model/merge-page.ts';
import type { HeadResult } from '../model/record.ts';
import { revalidateAll } from '../origin/revalidate.ts';
import { ensureWatch } from '../origin/watch.ts';
import { type Failed, isFailed } from '../questions/answer.ts';
import type { WithEvidence } from '../request/evidence.ts';
import type { ScopeContext } from '../request/scope-context.ts';

/**
 * A HEAD of one object that fails must not make its whole directory fail. S3 may list an object but refuse its HEAD
 * (an object of another account, or one encrypted with a customer's key), or fail temporarily.
 */
const RELISTED: ReadonlySet<string> = new Set(['upstream-denied', 'upstream-failed', 'unavailable']);
/** Time limit for checks that a LIST can replace. It leaves time for the LIST. */
const LOOK_BUDGET_MS = 3_000;

/** `relist`: S3 gave no answer for a name that it may list, so the pages with void names must be listed again. */
export type Resolved =
  | { outcome: 'entries'; entries: readonly Entry[] }
  | { outcome: 'relist'; pages: ReadonlySet<CachedPage> };

export async function lookAtVoids(
  at: ScopeContext,
  merged: readonly MergedPage[],
): Promise<WithEvidence<Resolved | Failed>> {
  const items = merged.flatMap((it) => it.items);
  const voids = merged.flatMap((it) => it.voids);
  const watch = at.question.storing ? await ensureWatch(at) : undefined;
  const { value, evidence } = await revalidateAll(at, voids, watch, LOOK_BUDGET_MS);
  if (!isFailed(value)) {
    const listed = new Map(merged.flatMap((it) => [...it.listed]));
    return { value: { outcome: 'entries', entries: withFound(items, value, listed) }, evidence };
  }
  if (!RELISTED.has(value.code)) return { value, evidence };
  const pages = new Set(merged.filter((it) => it.voids.length > 0).map(({ page }) => page));
  return { value: { outcome: 'relist', pages }, evidence };
}

function withFound(
  items: MergedPage['items'],
  found: ReadonlyMap<string, HeadResult>,
  listed: ReadonlyMap<string, Entry>,
): Entry[] {
  return items.flatMap((item): Entry[] => {
    if (typeof item !== 'string') return [item];
    const result = found.get(item)!;
    if (result.says === 'absent') return [];
    if (result.says === 'directory') return [{ type: 'directory', name: item }];
    return [{ ...asListed(listed.get(item), result.entry), name: item }];
  });
}
