/** Pages at hand while a question is answered: chunks from the index, and LIST answers of this very request. */
import type { Entry } from './entry.ts';
import { comparePositions, covers, earlierEnd, isAfter, type NameRange, type Position } from './range.ts';

export interface CachedPage extends NameRange {
  observedAt: number;
  endsAt: number;
  entries: readonly Entry[];
  /** Sent after this question began, by this instance: every mark and floor the question must honour lies before it. */
  fresh: boolean;
}

/** A page and the part of it that is to be used. */
export interface PagePart extends NameRange {
  page: CachedPage;
}

/** What to use just after `position`: the latest of the pages that cover it, to where a later one takes over. */
export function pageAt(pages: readonly CachedPage[], position: Position): PagePart | undefined {
  let page: CachedPage | undefined;
  for (const candidate of pages) {
    if (covers(candidate, position) && (page === undefined || candidate.observedAt > page.observedAt))
      page = candidate;
  }
  if (page === undefined) return undefined;
  let { through } = page;
  for (const { after, observedAt } of pages) {
    if (observedAt > page.observedAt && startsAfter(after, position)) through = earlierEnd(through, after);
  }
  return { page, after: position, through };
}

/** Where the next page after an uncovered position starts; undefined when none follows. */
export function nextStart(pages: readonly CachedPage[], position: Position): string | undefined {
  let next: string | undefined;
  for (const { after } of pages) {
    if (startsAfter(after, position) && (next === undefined || comparePositions(after, next) < 0))
      next = after;
  }
  return next;
}

function startsAfter(after: Position, position: Position): after is string {
  return typeof after === 'string' && isAfter(after, position);
}
