/**
 * Directories to measure with: names like those of uploads, sizes over five orders of magnitude, times over two
 * years.
 */
import { createHash } from 'node:crypto';
import { seeded } from './seeded.ts';

export interface DirectorySpec {
  bucket: string;
  /** Ends in `/`. */
  prefix: string;
  /** Objects directly in it. */
  count: number;
}

export interface MadeObject {
  key: string;
  sizeBytes: number;
  lastModifiedMs: number;
  /** Without quotes. */
  etag: string;
}

const NEWEST_MS = Date.UTC(2026, 10, 1);
const SPAN_SECONDS = 2 * 365 * 24 * 3_600;
const SMALLEST_BYTES = 100;
const LARGEST_BYTES = 50_000_000;

/** The number has a fixed width, so that a million names sort in the order of their numbers. */
export function nameOf(index: number): string {
  return `IMG_${String(index).padStart(7, '0')}.jpg`;
}

/** The objects of a directory, the same in every run. Another prefix has other sizes, times and ETags. */
export function* objectsOf({ prefix, count }: DirectorySpec): Generator<MadeObject> {
  const random = seeded(createHash('sha256').update(prefix).digest().readUInt32LE());
  const ratio = LARGEST_BYTES / SMALLEST_BYTES;
  for (let i = 0; i < count; i++) {
    yield {
      key: prefix + nameOf(i),
      sizeBytes: Math.floor(SMALLEST_BYTES * ratio ** random.next()),
      lastModifiedMs: NEWEST_MS - random.below(SPAN_SECONDS) * 1_000,
      etag: random.hex(16),
    };
  }
}
