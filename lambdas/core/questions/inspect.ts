/** What the index holds of one directory, for people. */
import type { NameRange } from '../model/range.ts';

export interface InspectedChunk extends NameRange {
  entries: number;
  observedAt: number;
  endsAt: number;
  sizeBytes: number;
  /** Bytes of the stored body. */
  storedBytes: number;
  /** May it be used now, and if not, why not. */
  state: 'valid' | 'expired' | 'floored' | 'other-epoch' | 'undecodable';
}

export interface InspectedRecord {
  name: string;
  appearedAt?: number;
  vanishedAt?: number;
  observation?: { says: 'object' | 'directory' | 'absent'; observedAt: number; endsAt: number };
}

export interface Inspection {
  head?: { watchedUntil: number; misses: number; leaseUntil: number };
  /** Newest floor at or above the directory; absent when none. */
  floorAt?: number;
  chunks: InspectedChunk[];
  records: InspectedRecord[];
  /** Names the next whole read would have to look at again. */
  voidNames: number;
  coverage: 'complete' | 'partial' | 'none';
  /** True when only the beginning of a very large directory was inspected. */
  truncated: boolean;
}
