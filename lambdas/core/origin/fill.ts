/**
 * Fills a gap: sends one LIST from a position on, and stores its page in the index if the question allows it. The
 * page can be used while it is being stored, so the next LIST does not wait for the writes.
 */
import { comparePositions, END, endsAfter } from '../model/range.ts';
import { type Failed, isFailed } from '../questions/answer.ts';
import type { Filled } from '../request/filled.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import type { ObservedPage } from './cut-page.ts';
import { type Gap, type ListedPage, listGap } from './list-gap.ts';
import { replaceDigests } from './replace-digests.ts';
import { storePage } from './store-page.ts';
import { beginWatch, type Watch } from './watch.ts';

/** `taken`: the watch, if it was already extended together with the fill lease. */
export async function fill(at: ScopeContext, gap: Gap, taken?: Watch): Promise<Filled | Failed> {
  const watch = at.question.storing && !gap.rented ? (taken ?? (await beginWatch(at))) : undefined;
  const sentNumber = at.instance.sequence.next();
  const listed = await listGap(at, gap, watch);
  if (isFailed(listed)) return listed;
  const stored = watch === undefined ? Promise.resolve(false) : keep(at, listed, { watch, gap });
  return { outcome: 'filled', ...listed, stored, sentNumber };
}

async function keep(
  at: ScopeContext,
  { page }: ListedPage,
  { watch, gap }: { watch: Watch; gap: Gap },
): Promise<boolean> {
  const observed = observedPage(at, page, watch);
  if (!observed?.entries.every(({ name }) => at.index.canHold(name))) return false;
  if (at.scope.kind !== 'tree') return storePage(at, observed, gap);
  const [stored, digested] = await Promise.all([storePage(at, observed, gap), replaceDigests(at, observed)]);
  return stored && digested;
}

/** Returns the page as it may be stored: limited to the watched range. `undefined` when it may not be stored. */
export function observedPage(
  at: ScopeContext,
  { observedAt, endsAt, entries, ...range }: ListedPage['page'],
  watch: Watch,
): ObservedPage | undefined {
  const after = comparePositions(range.after, at.range.after) < 0 ? at.range.after : range.after;
  const through = range.through === END ? at.range.through : range.through;
  if (endsAt <= observedAt || !endsAfter(through, after)) return undefined;
  if (!at.index.canHoldEnd(after) || !at.index.canHoldEnd(through)) return undefined;
  const { epoch } = at.policy;
  return { after, through, observedAt, endsAt, entries, watchedUntil: watch.until, epoch };
}
