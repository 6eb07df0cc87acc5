/** The storage of fills. Every method throws IndexUnavailable when the table does not answer. */
import type { FillEnd, FillJob, FillName } from '../model/fill-job.ts';
import type { FillRange } from '../model/fill-range.ts';

export interface FillTable {
  createFill(job: FillJob): Promise<void>;
  /** Strongly consistent. */
  readFill(fill: FillName): Promise<FillJob | undefined>;
  /** Has no effect if the fill has already ended. */
  endFill(fill: FillName, end: FillEnd): Promise<void>;
  /** Has no effect if a range with this ID exists. */
  addRange(fill: FillName, range: FillRange): Promise<void>;
  /** Strongly consistent. */
  readRange(fill: FillName, id: string): Promise<FillRange | undefined>;
  /** Strongly consistent. Returns all ranges, in the order of their IDs. */
  readRanges(fill: FillName): Promise<FillRange[]>;
  /** Replaces the range, if the stored version is the one before. */
  replaceRange(fill: FillName, range: FillRange): Promise<'written' | 'superseded'>;
}
