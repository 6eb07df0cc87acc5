/** A map from keys to values in S3's order. It is a B+ tree, so writing, removing and seeking cost O(log n). */
import btree from 'sorted-btree';
import { compareNames } from '../../shared/byte-order.ts';

export class OrderedKeys<V> {
  readonly #tree = new btree.default<string, V>(undefined, compareNames);

  get size(): number {
    return this.#tree.size;
  }

  get(key: string): V | undefined {
    return this.#tree.get(key);
  }

  /** Keys must be well-formed, because a lone surrogate has no UTF-8 encoding and so no place in the order. */
  set(key: string, value: V): void {
    this.#tree.set(key, value);
  }

  delete(key: string): boolean {
    return this.#tree.delete(key);
  }

  /**
   * Returns pairs in order, from the first key at or after `start`. The tree must not change during the iteration.
   */
  from(start: string): IterableIterator<[string, V]> {
    return this.#tree.entries(start);
  }
}
