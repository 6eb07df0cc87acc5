/** What is known about one name: its marks (when S3 must be asked again) and at most one observation. */
import type { ObjectDetail, ObjectEntry } from './entry.ts';

/**
 * Each mark is the time at which an event about the name was received, plus the clock margin. `appearedAt` voids
 * observations that say "absent", `vanishedAt` those that say "present", if their observedAt is at or before that
 * time.
 */
export interface Marks {
  appearedAt?: number;
  vanishedAt?: number;
}

/** The result of one HEAD (for an object) or of one LIST with MaxKeys=1 (for a directory). */
export type HeadResult =
  | { says: 'object'; entry: ObjectEntry; detail: ObjectDetail }
  | { says: 'directory' }
  | { says: 'absent' };

export interface Observation {
  found: HeadResult;
  observedAt: number;
  endsAt: number;
  watchedUntil: number;
  epoch: string;
}

export interface StoredRecord {
  name: string;
  marks: Marks;
  observation?: Observation;
}
