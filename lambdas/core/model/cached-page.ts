/** Pages that a question can use: chunks from the index, and LIST responses of this request. */
import type { ChunkSums } from './chunk.ts';
import type { Entry } from './entry.ts';
import { comparePositions, covers, earlierEnd, isAfter, type NameRange, type Position } from './range.ts';

export interface CachedPage extends NameRange {
  observedAt: number;
  endsAt: number;
  entries: readonly Entry[];
  /** Sums over all entries. Present if the page is a chunk and its item contains them. */
  sums?: ChunkSums;
  /**
   * True if this instance sent the LIST after the question began. Then every mark and floor that the question must
   * respect is older.
   */
  fresh: boolean;
}

/** A page and the part of it to use. */
export interface PagePart extends NameRange {
  page: CachedPage;
}

/** Which page to use just after `position`: the latest one that covers it, up to the start of a later page. */
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

/** The start of the next page after a position that no page covers; `undefined` when there is none. */
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
