/** Keeps the first entries in an order, out of any number offered. Needs memory for twice as many as it keeps. */
import type { Entry } from './entry.ts';
import { compareInOrder, positionOf, type SortOrder, type SortPosition } from './sort-order.ts';

interface Candidate {
  entry: Entry;
  position: SortPosition;
}

export class BestEntries {
  readonly #order: SortOrder;
  readonly #keep: number;
  readonly #after: SortPosition | undefined;
  /**
   * Not in order. Inserting each entry in its place would move all others when every entry is the best so far, such as
   * the newest first of names that begin with a date.
   */
  readonly #candidates: Candidate[] = [];
  /** The last of the kept entries when they were last cut. */
  #bar: SortPosition | undefined;

  /** `after`: keep only entries after this position. */
  constructor(order: SortOrder, keep: number, after: SortPosition | undefined) {
    this.#order = order;
    this.#keep = keep;
    this.#after = after;
  }

  offer(entry: Entry): void {
    const position = positionOf(entry, this.#order);
    if (this.#after && compareInOrder(this.#order, position, this.#after) <= 0) return;
    // Most entries of a large directory are after all that are kept.
    if (this.#bar && compareInOrder(this.#order, position, this.#bar) > 0) return;
    this.#candidates.push({ entry, position });
    if (this.#candidates.length >= 2 * this.#keep) this.#cut();
  }

  /** The kept entries in order, at most `keep`. */
  best(): Entry[] {
    this.#cut();
    return this.#candidates.map(({ entry }) => entry);
  }

  #cut(): void {
    this.#candidates.sort((a, b) => compareInOrder(this.#order, a.position, b.position));
    this.#candidates.splice(this.#keep);
    this.#bar = this.#candidates[this.#keep - 1]?.position;
  }
}
