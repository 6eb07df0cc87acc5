import type { Entry } from '../model/entry.ts';

/** A bounded cache of decoded chunks, by the identity of the chunk. It may lose any entry at any time. */
export interface DecodedCache {
  get(key: string): readonly Entry[] | undefined;
  set(key: string, entries: readonly Entry[], sizeBytes: number): void;
}
