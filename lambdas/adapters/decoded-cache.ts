import type { Entry } from '../core/model/entry.ts';
import type { DecodedCache } from '../core/ports/decoded-cache.ts';

/**
 * Decoded chunks in this instance's memory: an LRU cache of at most `maxBytes`, by the sizes that the caller states.
 * With 0, nothing is cached. A Map is enough, because it keeps its insertion order; the package lru-cache would add
 * 18 KB to the bundle that every cold start loads.
 */
export function createDecodedCache(maxBytes: number): DecodedCache {
  const held = new Map<string, { entries: readonly Entry[]; sizeBytes: number }>();
  let heldBytes = 0;

  function drop(key: string): void {
    heldBytes -= held.get(key)?.sizeBytes ?? 0;
    held.delete(key);
  }

  return {
    get(key) {
      const found = held.get(key);
      if (!found) return undefined;
      held.delete(key);
      held.set(key, found);
      return found.entries;
    },
    set(key, entries, sizeBytes) {
      drop(key);
      // An entry of the cache without any names takes memory too.
      const size = Math.max(1, Math.ceil(sizeBytes));
      if (size > maxBytes) return;
      held.set(key, { entries, sizeBytes: size });
      heldBytes += size;
      for (const oldest of held.keys()) {
        if (heldBytes <= maxBytes) return;
        drop(oldest);
      }
    },
  };
}
