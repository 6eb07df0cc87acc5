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

/** A digest: the sums of a part of a tree, by directory. */
export interface InspectedDigest extends Omit<InspectedChunk, 'entries' | 'state'> {
  directories: number;
  objects: number;
  /** `marked`: an event in its range came at or after its observation. */
  state: InspectedChunk['state'] | 'marked';
}

/** The content of the index for everything below a directory, named relative to the tree's root. */
export interface TreeInspection {
  root: string;
  /** 0 when it was never watched. */
  watchedUntil: number;
  chunks: InspectedChunk[];
  digests: InspectedDigest[];
  records: InspectedRecord[];
  /** How much of a recursive listing could be answered now, and how much of the usage. */
  coverage: Coverage;
  usageCoverage: Coverage;
  /** True when only the beginning of a very large tree was inspected. */
  truncated: boolean;
}

export type Coverage = 'complete' | 'partial' | 'none';

export interface Inspection {
  head?: { watchedUntil: number; misses: number; leaseUntil: number };
  /** The newest floor at or above the directory; absent when there is none. */
  floorAt?: number;
  chunks: InspectedChunk[];
  records: InspectedRecord[];
  /** The number of names that a complete read would have to check in S3. */
  voidNames: number;
  coverage: Coverage;
  /** True when only the beginning of a very large directory was inspected. */
  truncated: boolean;
  /** Absent: the bucket has no tree for the directory. */
  tree?: TreeInspection;
}
