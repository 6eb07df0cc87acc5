/**
 * Watches this instance has seen, so that they need not be read again: a watch is never shortened. Of one epoch only:
 * after the table was emptied a watch is gone, though it was seen.
 */

/** Watches remembered at most; beyond it the one that was noted longest ago is forgotten, which costs a read. */
const REMEMBERED_MAX = 10_000;

/** Which watch: of a directory, or of the part of a tree below it. */
export interface WatchedPlace {
  epoch: string;
  /** Of the head that holds the watch, and of the tree. */
  id: string;
}

export interface RememberedWatch {
  /** Until when it stands at least, epoch ms. */
  until: number;
  /** Stat misses counted when it was last seen. */
  misses: number;
}

export class RememberedWatches {
  readonly #watches = new Map<string, RememberedWatch>();

  get(place: WatchedPlace): RememberedWatch | undefined {
    return this.#watches.get(keyOf(place));
  }

  note(place: WatchedPlace, { until, misses }: RememberedWatch): void {
    const key = keyOf(place);
    const known = this.#watches.get(key)?.until ?? 0;
    this.#watches.delete(key);
    this.#watches.set(key, { until: Math.max(known, until), misses });
    if (this.#watches.size > REMEMBERED_MAX) this.#watches.delete(this.#watches.keys().next().value!);
  }
}

function keyOf({ epoch, id }: WatchedPlace): string {
  return `${epoch} ${id}`;
}
