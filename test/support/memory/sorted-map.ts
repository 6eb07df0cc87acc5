/**
 * A map with its values in the order of their keys: an array with binary search. Fast enough for reference
 * implementations.
 */
export interface SortedMap<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): void;
  delete(key: K): void;
  /** The values, ascending by key; callers must not change them. */
  values(): readonly V[];
  /** The keys, ascending; callers must not change them. */
  keys(): readonly K[];
  /** The number of keys that are at or below this one. */
  countThrough(key: K): number;
  /** The number of keys before the first one that does not fit. The keys that fit must be the lowest ones. */
  countWhile(fits: (key: K) => boolean): number;
}

export function createSortedMap<K, V>(compare: (a: K, b: K) => number): SortedMap<K, V> {
  const keys: K[] = [];
  const values: V[] = [];

  function countWhile(fits: (key: K) => boolean): number {
    // Most tests add keys in their order.
    if (keys.length > 0 && fits(keys.at(-1)!)) return keys.length;
    let low = 0;
    let high = keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (fits(keys[middle]!)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  const countThrough = (key: K) => countWhile((each) => compare(each, key) <= 0);

  /** The index of the key, or -1. */
  function indexOf(key: K): number {
    const at = countThrough(key) - 1;
    return at >= 0 && compare(keys[at]!, key) === 0 ? at : -1;
  }

  return {
    get: (key) => values[indexOf(key)],
    set(key, value) {
      const place = countThrough(key);
      if (place > 0 && compare(keys[place - 1]!, key) === 0) {
        values[place - 1] = value;
        return;
      }
      keys.splice(place, 0, key);
      values.splice(place, 0, value);
    },
    delete(key) {
      const at = indexOf(key);
      if (at < 0) return;
      keys.splice(at, 1);
      values.splice(at, 1);
    },
    values: () => values,
    keys: () => keys,
    countThrough,
    countWhile,
  };
}
