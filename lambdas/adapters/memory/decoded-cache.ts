import { LRUCache } from 'lru-cache';
import type { Entry } from '../../core/entry.ts';
import type { DecodedCache } from '../../core/ports.ts';

/** Decoded chunks in this instance's memory, at most `maxBytes` of them by the sizes their owner gives. 0 keeps none. */
export function createDecodedCache(maxBytes: number): DecodedCache {
  if (maxBytes <= 0) return { get: () => undefined, set: () => {} };
  const cache = new LRUCache<string, readonly Entry[]>({ maxSize: maxBytes });
  return {
    get: (key) => cache.get(key),
    set(key, entries, sizeBytes) {
      // lru-cache wants a positive size, and drops what is larger than the whole cache.
      cache.set(key, entries, { size: Math.max(1, Math.ceil(sizeBytes)) });
    },
  };
}
