/**
 * Counts a stored page by the sums in its item, without its entries. Used for the totals of large directories. Pure.
 */
import { pageAt } from './cached-page.ts';
import type { CachedView, MergedPage } from './merge-page.ts';
import { compareEnds, contains, type Position, START } from './range.ts';

/**
 * Counts the whole page just after the position. Returns `undefined` when the entries are needed: a record in the
 * range may change them, a later page covers a part of it, or the directory's marker object may be among them.
 */
export function countAt(view: CachedView, position: Position): MergedPage | undefined {
  const { pages, records, recordsThrough, filter } = view;
  const part = pageAt(pages, position);
  if (!part?.page.sums || filter !== '') return undefined;
  const { page, through } = part;
  if (page.after === START || page.after !== position || page.through !== through) return undefined;
  if (compareEnds(recordsThrough, through) < 0) return undefined;
  if (records.some(({ name }) => contains(page, name))) return undefined;
  return {
    ...{ page, through, sums: page.sums },
    items: [],
    voids: [],
    listed: new Map(),
    followed: false,
    used: [],
  };
}
