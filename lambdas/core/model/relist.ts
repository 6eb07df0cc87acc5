/** Decides whether to list pages again instead of checking their void names one by one. Pure functions. */
import { LIST_MAX_KEYS } from '../../../shared/list-bound.ts';
import { type CachedPage, pageAt } from './cached-page.ts';
import { listingIsCheaper } from './cost.ts';
import { type CachedView, isBeyond, mergePage } from './merge-page.ts';
import { END, type Position } from './range.ts';

/** Returns the page at the position and those after it that one LIST can cover, if listing them again is cheaper. */
export function pagesToRelist(view: CachedView, from: Position): ReadonlySet<CachedPage> | undefined {
  const pages = new Set<CachedPage>();
  const voids: string[] = [];
  let span = 0;
  for (let position = from; ; ) {
    const part = pageAt(view.pages, position);
    if (!part || part.page.fresh || span + part.page.entries.length > LIST_MAX_KEYS) break;
    // The void names of the whole page count, even if only a part of it is wanted now. Otherwise every small part
    // would check its own names, and the page would never be listed again.
    const { voids: voidsOfPart } = mergePage(view, part, Number.POSITIVE_INFINITY);
    pages.add(part.page);
    voids.push(...voidsOfPart);
    span += part.page.entries.length;
    if (part.through === END || isBeyond(view.filter, part.through)) break;
    position = part.through;
  }
  return listingIsCheaper(voids, span) ? pages : undefined;
}
