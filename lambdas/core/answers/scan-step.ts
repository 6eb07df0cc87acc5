/**
 * One step of a scan over the data that was read: merges pages, up to a gap or to pages that must be listed again.
 * Pure.
 */
import type { CachedPage } from '../model/cached-page.ts';
import { countAt } from '../model/count-page.ts';
import { type CachedView, isBeyond, type MergedPage, mergeAt } from '../model/merge-page.ts';
import { END, endsAfter, type Position } from '../model/range.ts';
import { pagesToRelist } from '../model/relist.ts';

export interface StepOptions {
  position: Position;
  wanted: number;
  /** Pages are counted by the sums in their items where possible. */
  counts: boolean;
  mayList: boolean;
  /** True if the data after this position has been read. */
  reaches(position: Position): boolean;
}

/** Adjacent pages that were merged, and the last one of them. */
export interface Step {
  outcome: 'merged';
  merged: MergedPage[];
  last: MergedPage;
}

export type NextStep = Step | { outcome: 'gap' } | { outcome: 'relist'; pages: ReadonlySet<CachedPage> };

/**
 * Merges the page at the position, and the pages after it that have been read, so that all their void names are
 * checked together.
 */
export function nextStep(view: CachedView, options: StepOptions): NextStep {
  const { wanted, counts, mayList, reaches } = options;
  const mergedAt = (position: Position, most: number) =>
    (counts ? countAt(view, position) : undefined) ?? mergeAt(view, position, most);
  const relistAt = ({ voids, page }: MergedPage, position: Position) =>
    voids.length === 0 || page.fresh || !mayList ? undefined : pagesToRelist(view, position);

  const first = mergedAt(options.position, wanted);
  if (!first) return { outcome: 'gap' };
  const pages = relistAt(first, options.position);
  if (pages) return { outcome: 'relist', pages };
  const merged = [first];
  let last = first;
  for (let left = wanted - sizeOf(first); left > 0; left -= sizeOf(last)) {
    const position = last.through;
    if (position === END || isBeyond(view.filter, position) || !reaches(position)) break;
    const next = mergedAt(position, left);
    if (!next || !endsAfter(next.through, position) || relistAt(next, position)) break;
    merged.push(next);
    last = next;
  }
  return { outcome: 'merged', merged, last };
}

function sizeOf({ items, sums }: MergedPage): number {
  return items.length + (sums?.count ?? 0);
}
