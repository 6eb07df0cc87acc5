import type { Entry } from '../model/entry.ts';

/** A cache of decoded chunks, of limited size, by the identity of the chunk. It may lose any entry at any time. */
export interface DecodedCache {
  get(key: string): readonly Entry[] | undefined;
  set(key: string, entries: readonly Entry[], sizeBytes: number): void;
}
