/**
 * Watches that this instance has seen. They need not be read again, because a watch is never shortened. They count
 * only in their epoch: when the table was emptied, a watch that was seen is gone.
 */

/** The most watches remembered. After that, the one noted longest ago is dropped, which costs a read. */
const REMEMBERED_MAX = 10_000;

/** Which watch: that of a directory, or that of the tree below it. */
export interface WatchedPlace {
  epoch: string;
  /** Identifies the head with the watch, and the tree. */
  id: string;
}

export interface RememberedWatch {
  /** The watch lasts at least until this time, epoch ms. */
  until: number;
  /** The count of misses when it was last seen. */
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
