/** Where fills are kept. Every method throws IndexUnavailable when the table did not answer. */
import type { FillEnd, FillJob, FillName } from '../model/fill-job.ts';
import type { FillRange } from '../model/fill-range.ts';

export interface FillTable {
  createFill(job: FillJob): Promise<void>;
  /** Strong. */
  readFill(fill: FillName): Promise<FillJob | undefined>;
  /** Unless the fill has ended already. */
  endFill(fill: FillName, end: FillEnd): Promise<void>;
  /** Unless a range of this id is there. */
  addRange(fill: FillName, range: FillRange): Promise<void>;
  /** Strong. */
  readRange(fill: FillName, id: string): Promise<FillRange | undefined>;
  /** Strong; all of them, in the order of their ids. */
  readRanges(fill: FillName): Promise<FillRange[]>;
  /** Only over the version just before. */
  replaceRange(fill: FillName, range: FillRange): Promise<'written' | 'superseded'>;
}
