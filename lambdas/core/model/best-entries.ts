/**
 * Keeps the first entries in an order, of any number that are offered. Needs memory only for the entries that it
 * keeps.
 */
import type { Entry } from './entry.ts';
import { compareInOrder, positionOf, type SortOrder, type SortPosition } from './sort-order.ts';

interface Kept {
  entry: Entry;
  position: SortPosition;
}

export class BestEntries {
  readonly #order: SortOrder;
  readonly #keep: number;
  readonly #after: SortPosition | undefined;
  /** In order, at most `keep`. */
  readonly #kept: Kept[] = [];

  /** `after`: keep only entries after this position. */
  constructor(order: SortOrder, keep: number, after: SortPosition | undefined) {
    this.#order = order;
    this.#keep = keep;
    this.#after = after;
  }

  offer(entry: Entry): void {
    const position = positionOf(entry, this.#order);
    if (this.#after && compareInOrder(this.#order, position, this.#after) <= 0) return;
    // In a large directory, most entries come after all kept entries.
    const last = this.#kept[this.#keep - 1];
    if (last && compareInOrder(this.#order, position, last.position) > 0) return;
    this.#kept.splice(this.#indexAfter(position), 0, { entry, position });
    if (this.#kept.length > this.#keep) this.#kept.pop();
  }

  /** The kept entries in order, at most `keep`. */
  best(): Entry[] {
    return this.#kept.map(({ entry }) => entry);
  }

  /** The index of the first kept entry after the position. */
  #indexAfter(position: SortPosition): number {
    let low = 0;
    let high = this.#kept.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareInOrder(this.#order, this.#kept[middle]!.position, position) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
