/** Where fills are remembered. Times are epoch milliseconds. */
import type { FillJob, FillPart, FillState } from '../model/fill-job.ts';

export interface FillTable {
  create(job: FillJob): Promise<void>;
  /** Strong. */
  read(bucket: string, id: string): Promise<FillJob | undefined>;
  /** Puts the job in another state, unless it is in none of `from` any more; answers whether it did. */
  move(
    job: Pick<FillJob, 'bucket' | 'id'>,
    change: { from: readonly FillState[]; to: FillState; at: number },
  ): Promise<boolean>;
  /** The same part twice is one. */
  addPart(job: Pick<FillJob, 'bucket' | 'id'>, part: FillPart): Promise<void>;
  /** Strong, in no order. */
  readParts(job: Pick<FillJob, 'bucket' | 'id'>): Promise<FillPart[]>;
}
