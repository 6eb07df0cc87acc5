/** Pages at hand while a question is answered: chunks from the index, and LIST answers of this very request. */

import { compareNames } from '../../../shared/byte-order.ts';
import type { Entry } from './entry.ts';
import { comparePositions, isAfter, type Position } from './position.ts';

export interface CachedPage {
  /** The range (after, through]; absent: from the start, to the end. */
  after?: string;
  through?: string;
  observedAt: number;
  endsAt: number;
  entries: readonly Entry[];
  /** Sent after this question began, by this instance: every mark and floor the question must honour lies before it. */
  fresh: boolean;
}

export function covers(page: Pick<CachedPage, 'after' | 'through'>, position: Position): boolean {
  if (comparePositions(page.after, position) > 0) return false;
  return page.through === undefined || position === undefined || compareNames(position, page.through) < 0;
}

/** The page to use just after `position` (the latest of those that cover it) and how far it is to be used. */
export function pageAt(
  pages: readonly CachedPage[],
  position: Position,
): { page: CachedPage; through: string | undefined } | undefined {
  let page: CachedPage | undefined;
  for (const candidate of pages) {
    if (covers(candidate, position) && (page === undefined || candidate.observedAt > page.observedAt))
      page = candidate;
  }
  if (page === undefined) return undefined;
  let through = page.through;
  // A later page that starts inside this one takes over there.
  for (const other of pages) {
    if (other.observedAt <= page.observedAt || other.after === undefined) continue;
    if (isAfter(other.after, position) && (through === undefined || compareNames(other.after, through) < 0))
      through = other.after;
  }
  return { page, through };
}

/** Where the next page after an uncovered position starts; undefined when none follows. */
export function nextStart(pages: readonly CachedPage[], position: Position): string | undefined {
  let next: string | undefined;
  for (const { after } of pages) {
    if (after === undefined || comparePositions(after, position) <= 0) continue;
    if (next === undefined || compareNames(after, next) < 0) next = after;
  }
  return next;
}

/** The entries in (after, through], of a list in ascending order; the list itself when all of them are. */
export function slice(
  entries: readonly Entry[],
  after: Position,
  through: string | undefined,
): readonly Entry[] {
  const from = after === undefined ? 0 : firstAfter(entries, after);
  const to = through === undefined ? entries.length : firstAfter(entries, through);
  return from === 0 && to === entries.length ? entries : entries.slice(from, to);
}

function firstAfter(entries: readonly Entry[], name: string): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareNames(entries[middle]!.name, name) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
