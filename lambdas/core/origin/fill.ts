/** Filling a gap: one LIST from a position, kept in the index where the question may keep it. */
import { type Failed, isFailed } from '../questions/answer.ts';
import type { Filled } from '../request/instance.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import { type Gap, type ListedPage, listGap } from './list-gap.ts';
import { storePage } from './store-page.ts';
import { beginWatch, type Watch } from './watch.ts';

/** `taken`: the watch, where it was already taken (with the fill lease). */
export async function fill(at: ScopeContext, gap: Gap, taken?: Watch): Promise<Filled | Failed> {
  const watch = at.question.storing ? (taken ?? (await beginWatch(at))) : undefined;
  const listed = await listGap(at, gap, watch);
  if (isFailed(listed)) return listed;
  const stored = watch !== undefined && (await keep(at, listed, { watch, gap }));
  return { outcome: 'filled', ...listed, stored };
}

async function keep(
  at: ScopeContext,
  { page }: ListedPage,
  { watch, gap }: { watch: Watch; gap: Gap },
): Promise<boolean> {
  const { after, through, observedAt, endsAt, entries } = page;
  if (endsAt <= observedAt) return false;
  const names = [after, through, ...entries.map(({ name }) => name)];
  if (!names.every((name) => typeof name !== 'string' || at.index.canHold(name))) return false;
  const under = { watchedUntil: watch.until, epoch: at.policy.epoch };
  return storePage(at, { after, through, observedAt, endsAt, entries, ...under }, gap.known);
}
