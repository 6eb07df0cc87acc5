/** The content of the index for one directory, for maintainers. */
import type { NameRange } from '../model/range.ts';

export interface InspectedChunk extends NameRange {
  entries: number;
  observedAt: number;
  endsAt: number;
  sizeBytes: number;
  /** Size of the stored body in bytes. */
  storedBytes: number;
  /** Whether the chunk may be used now. If not, why not. */
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
  /** `marked`: an event in its range arrived at or after the time of its observation. */
  state: InspectedChunk['state'] | 'marked';
}

/** The content of the index for everything below a directory. Names are relative to the tree's root. */
export interface TreeInspection {
  root: string;
  /** 0 if the tree was never watched at this directory. */
  watchedUntil: number;
  chunks: InspectedChunk[];
  digests: InspectedDigest[];
  records: InspectedRecord[];
  /** Which part of a recursive listing, and of the usage, could be answered from the index now. */
  coverage: Coverage;
  usageCoverage: Coverage;
  /** True when only the beginning of a very large tree was inspected. */
  truncated: boolean;
}

export type Coverage = 'complete' | 'partial' | 'none';

export interface Inspection {
  head?: { watchedUntil: number; misses: number; leaseUntil: number };
  /** The newest floor at or above the directory; absent if there is none. */
  floorAt?: number;
  chunks: InspectedChunk[];
  records: InspectedRecord[];
  /** The number of names that a complete read would have to check in S3. */
  voidNames: number;
  coverage: Coverage;
  /** True when only the beginning of a very large directory was inspected. */
  truncated: boolean;
  /** Absent if the bucket has no tree for the directory. */
  tree?: TreeInspection;
}
