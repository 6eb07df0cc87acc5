/**
 * Watches that this instance has seen. They need not be read again, because a watch is never shortened. A remembered
 * watch counts only in its epoch, because it is gone when the table was emptied.
 */

/**
 * Maximum number of remembered watches. Above it, the one that was noted longest ago is dropped, and must be read
 * again.
 */
const REMEMBERED_MAX = 10_000;

/** Identifies a watch: that of a directory, or that of the tree below it. */
export interface WatchedPlace {
  epoch: string;
  /** Identifies the head that has the watch, and the tree. */
  id: string;
}

export interface RememberedWatch {
  /** The watch lasts at least until this time, epoch ms. */
  until: number;
  /** The count of misses in the head that was last seen. */
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
