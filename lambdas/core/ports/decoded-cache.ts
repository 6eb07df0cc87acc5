import type { Entry } from '../model/entry.ts';

/** A bounded memory of decoded chunks, keyed by the chunk's own identity. Losing anything at any time is fine. */
export interface DecodedCache {
  get(key: string): readonly Entry[] | undefined;
  set(key: string, entries: readonly Entry[], sizeBytes: number): void;
}
