/** A page of a listing in the wire format, with the cursor for its order. */
import type { ListAnswer } from '../../contract/answers/list.ts';
import type { ListQuery } from '../../contract/schema.ts';
import type { Entry } from '../core/model/entry.ts';
import {
  isNameOrder,
  NAME_ORDER,
  positionOf,
  type SortOrder,
  type SortPosition,
} from '../core/model/sort-order.ts';
import { fitsInAnswer } from './answer-size.ts';
import { formatCursor, parseCursor } from './cursor.ts';
import { orderOf } from './find-request.ts';
import { type Parsed, parsed, type Refused } from './outcome.ts';
import { formatSortCursor, parseSortCursor } from './sort-cursor.ts';
import { encodeEntries, encodeFullEntry } from './wire-format.ts';

/** The listing to which a page belongs, and the format of its cursors. */
export interface Listing {
  bucket: string;
  prefix: string;
  order: SortOrder;
  /** True if the order is S3's own. */
  isInNameOrder: boolean;
  format(position: SortPosition): string;
  parse(cursor: string): Parsed<SortPosition> | Refused;
}

export function listingOf(
  bucket: string,
  { prefix, recursive, sort }: Pick<ListQuery, 'prefix' | 'recursive' | 'sort'>,
): Listing {
  const order = sort === undefined ? NAME_ORDER : orderOf(sort);
  const scope = { bucket, prefix, recursive };
  if (sort === undefined || isNameOrder(order)) {
    return {
      ...scope,
      order,
      isInNameOrder: true,
      format: ({ name }) => formatCursor(scope, name),
      parse: (cursor) => {
        const after = parseCursor(scope, cursor);
        return after.outcome === 'refused' ? after : parsed({ name: after.value });
      },
    };
  }
  const sorted = { ...scope, sort };
  return {
    ...scope,
    order,
    isInNameOrder: false,
    format: (position) => formatSortCursor(sorted, position),
    parse: (cursor) => parseSortCursor(sorted, cursor),
  };
}

export interface Page {
  entries: readonly Entry[];
  next?: SortPosition;
  /** Present if the page was filtered or sorted. */
  found?: Pick<ListAnswer, 'scanned' | 'complete'>;
}

/**
 * A key may be 1,024 control characters, each of which takes six bytes in JSON, and each key appears twice. If the
 * page becomes too large for that reason, it is cut, and its cursor continues after the last entry.
 */
export function encodePage(
  listing: Listing,
  directory: string,
  { isFull, ...page }: Page & { isFull: boolean },
): { body: string; nextCursor: string | undefined } {
  let { entries, next } = page;
  for (;;) {
    const nextCursor = next && listing.format(next);
    const answer: ListAnswer = {
      bucket: listing.bucket,
      prefix: listing.prefix,
      entries: isFull
        ? entries.map((it) => encodeFullEntry(directory, it))
        : encodeEntries(directory, entries),
      nextCursor,
      ...page.found,
    };
    const body = JSON.stringify(answer);
    if (fitsInAnswer(body) || entries.length <= 1) return { body, nextCursor };
    entries = entries.slice(0, Math.ceil(entries.length / 2));
    next = positionOf(entries.at(-1)!, listing.order);
  }
}
