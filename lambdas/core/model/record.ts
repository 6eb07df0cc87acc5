/** What is known of one single name: marks (when to look again) and at most one observation. */
import type { ObjectDetail, ObjectEntry } from './entry.ts';

/**
 * Each is the time at which an event about the name was received, plus the clock margin. `appearedAt` voids
 * observations that say absent, `vanishedAt` those that say present, where observedAt <= the time.
 */
export interface Marks {
  appearedAt?: number;
  vanishedAt?: number;
}

/** What one HEAD (objects) or one LIST with MaxKeys=1 (directories) answered. */
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
