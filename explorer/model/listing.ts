/**
 * The part of a directory that was read: its entries in S3's order, divided into ranges of names (stretches). One
 * request refreshes one stretch. It uses the cursor with which the stretch began, because cursors stay valid.
 */
import type { EntryJson } from '../../contract/answers/entry.ts';
import type { ListAnswer } from '../../contract/answers/list.ts';
import { compareNames } from '../../shared/byte-order.ts';
import { type Change, changeBetween, isEmpty } from './change.ts';

/** Entries on a page: the service's maximum, as many as one LIST returns. */
export const PAGE_ENTRIES = 1000;

export interface ListingBounds {
  pageEntries: number;
  /** A stretch that was cut off another one leaves room in its request for this many new names. */
  roomEntries: number;
}

const BOUNDS: ListingBounds = { pageEntries: PAGE_ENTRIES, roomEntries: 100 };

export interface Stretch {
  /** Undefined: the directory's start. */
  cursor: string | undefined;
  limit: number;
  /** The stretch begins after this name; undefined: at the start of the directory. */
  after: string | undefined;
  /** The last name in the stretch; undefined: it extends to the end of the directory. */
  through: string | undefined;
}

export type Next = { cursor: string } | 'start';
type PageAnswer = Pick<ListAnswer, 'entries' | 'nextCursor'>;

export class Listing {
  /** In S3's order, each name once. A change replaces the array; it is never modified. */
  entries: readonly EntryJson[] = [];
  /** In order and without gaps: together, everything that was read. */
  stretches: readonly Stretch[] = [];
  /** Where to continue reading; undefined when the end is reached. */
  next: Next | undefined = 'start';
  readonly #bounds: ListingBounds;

  constructor(bounds: ListingBounds = BOUNDS) {
    this.#bounds = bounds;
  }

  /** Adds the next page. It is ignored if `next` has changed since it was requested. */
  append(from: Next, answer: PageAnswer): Change {
    if (from !== this.next) return changeBetween([], []);
    const { nextCursor } = answer;
    this.next = nextCursor === undefined ? undefined : { cursor: nextCursor };
    const last = answer.entries.at(-1)?.name;
    // A page without names does not show where it ends. The next page will.
    if (last === undefined && nextCursor !== undefined) return changeBetween([], []);
    const after = this.stretches.at(-1)?.through;
    const through = nextCursor === undefined ? undefined : last;
    const cursor = from === 'start' ? undefined : from.cursor;
    this.stretches = [...this.stretches, { cursor, limit: this.#bounds.pageEntries, after, through }];
    return this.#replace(after, through, answer.entries);
  }

  /**
   * Replaces the contents of a stretch by a new answer. An unchanged answer is used too, because another request may
   * have replaced the entries since. The answer is ignored if no stretch begins there any more.
   */
  revise(asked: Stretch, answer: PageAnswer): Change {
    const at = this.stretches.findIndex(({ cursor }) => cursor === asked.cursor);
    const stretch = this.stretches[at];
    const { nextCursor } = answer;
    const last = answer.entries.at(-1)?.name;
    if (!stretch || (last === undefined && nextCursor !== undefined)) return changeBetween([], []);
    const through = nextCursor === undefined ? undefined : last;
    const reached = this.stretches.at(-1)?.through;
    // Names were removed, so the answer extends beyond everything that was read.
    if (this.next !== undefined && isBeyond(through, reached))
      this.next = nextCursor === undefined ? undefined : { cursor: nextCursor };
    const change = this.#replace(stretch.after, through, answer.entries);
    const revised = { ...stretch, through };
    const later = this.stretches.slice(at + 1).filter((it) => isBeyond(it.through, through));
    this.stretches = [
      ...this.stretches.slice(0, at),
      revised,
      ...(isBeyond(stretch.through, through) ? this.#cutOff(stretch, through, nextCursor, later) : later),
    ];
    return change;
  }

  /**
   * New names have pushed other names out of the stretch. These join the next stretch if one request can still cover
   * both. Otherwise they become a stretch.
   */
  #cutOff(
    stretch: Stretch,
    after: string | undefined,
    cursor: string | undefined,
    later: readonly Stretch[],
  ): Stretch[] {
    const { pageEntries, roomEntries } = this.#bounds;
    const [next, ...rest] = later;
    const together = this.#count(after, next?.through) + roomEntries;
    if (next && together <= pageEntries)
      return [{ cursor, limit: together, after, through: next.through }, ...rest];
    const { through } = stretch;
    const needed = through === undefined ? pageEntries : this.#count(after, through) + roomEntries;
    const limit = Math.min(pageEntries, needed);
    return [{ cursor, limit, after, through }, ...later];
  }

  /** The index of the first entry after the name, in S3's order. */
  indexAfter(name: string | undefined): number {
    if (name === undefined) return 0;
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareNames(this.entries[middle]!.name, name) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #count(after: string | undefined, through: string | undefined): number {
    return this.#end(through) - this.indexAfter(after);
  }

  #end(through: string | undefined): number {
    return through === undefined ? this.entries.length : this.indexAfter(through);
  }

  #replace(after: string | undefined, through: string | undefined, now: readonly EntryJson[]): Change {
    const from = this.indexAfter(after);
    const to = this.#end(through);
    const change = changeBetween(this.entries.slice(from, to), now);
    if (!isEmpty(change)) this.entries = [...this.entries.slice(0, from), ...now, ...this.entries.slice(to)];
    return change;
  }
}

/** Does a range that ends at `end` reach past `through`? Undefined means the end of the directory. */
function isBeyond(end: string | undefined, through: string | undefined): boolean {
  if (through === undefined) return false;
  return end === undefined || compareNames(end, through) > 0;
}
