/** The content of the index for one directory, for people. */
import type { NameRange } from '../model/range.ts';

export interface InspectedChunk extends NameRange {
  entries: number;
  observedAt: number;
  endsAt: number;
  sizeBytes: number;
  /** Bytes of the stored body. */
  storedBytes: number;
  /** Whether it may be used now, and if not, why. */
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
  /** The newest floor at or above the directory; absent when there is none. */
  floorAt?: number;
  chunks: InspectedChunk[];
  records: InspectedRecord[];
  /** The number of names that a complete read would have to check in S3. */
  voidNames: number;
  coverage: 'complete' | 'partial' | 'none';
  /** True when only the beginning of a very large directory was inspected. */
  truncated: boolean;
}
