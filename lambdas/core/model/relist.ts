/** Void names, looked at again by the cheapest plan: one by one, or by listing their pages again. Pure. */
import { LIST_MAX_KEYS } from '../../../shared/list-bound.ts';
import { type CachedPage, pageAt } from './cached-page.ts';
import { listingIsCheaper } from './cost.ts';
import { type CachedView, isBeyond, mergePage } from './merge-page.ts';
import { END, type Position } from './range.ts';

/** The page at the position and those after it within one LIST's reach, when listing them again is cheaper. */
export function pagesToRelist(view: CachedView, from: Position): ReadonlySet<CachedPage> | undefined {
  const pages = new Set<CachedPage>();
  const voids: string[] = [];
  let span = 0;
  for (let position = from; ; ) {
    const part = pageAt(view.pages, position);
    if (!part || part.page.fresh || span + part.page.entries.length > LIST_MAX_KEYS) break;
    // All of the page, however little of it is wanted now: small pages must not look at one name after the other.
    const { voids: voidsOfPart } = mergePage(view, part, Number.POSITIVE_INFINITY);
    pages.add(part.page);
    voids.push(...voidsOfPart);
    span += part.page.entries.length;
    if (part.through === END || isBeyond(view.filter, part.through)) break;
    position = part.through;
  }
  return listingIsCheaper(voids, span) ? pages : undefined;
}
