import type { FillJob, FillName, FillProgress } from '../model/fill-job.ts';
import type { ServedBucket } from '../model/served-bucket.ts';
import type { Failed } from './answer.ts';

export interface FillQuestion {
  bucket: ServedBucket;
  /** A directory: empty, or ending in `/`. */
  prefix: string;
  /** True: everything below the directory. False: only its own names. */
  recursive: boolean;
}

/** Fills, as their callers use them. Workers do the work. */
export interface Fills {
  begin(question: FillQuestion): Promise<{ outcome: 'answered'; value: FillName } | Failed>;
  /** `value` is undefined if this fill does not exist. */
  find(name: FillName): Promise<{ outcome: 'answered'; value: FillJob | undefined } | Failed>;
  /** Reads all ranges of the fill. */
  progress(job: FillJob): Promise<{ outcome: 'answered'; value: FillProgress } | Failed>;
  /** Workers stop within seconds. What they have stored is kept. */
  cancel(job: FillJob): Promise<{ outcome: 'answered'; value: undefined } | Failed>;
}
