import type { FillJob, FillName, FillProgress } from '../model/fill-job.ts';
import type { ServedBucket } from '../model/served-bucket.ts';
import type { Failed } from './answer.ts';

export interface FillQuestion {
  bucket: ServedBucket;
  /** A directory: empty, or ending in `/`. */
  prefix: string;
  /** Everything below it, or only its own names. */
  recursive: boolean;
}

export interface SeenFill {
  job: FillJob;
  progress: FillProgress;
}

/** Fills for their callers. Workers do the work. */
export interface Fills {
  begin(question: FillQuestion): Promise<{ outcome: 'answered'; value: FillName } | Failed>;
  /** `value` is undefined when there is no such fill. */
  look(name: FillName): Promise<{ outcome: 'answered'; value: SeenFill | undefined } | Failed>;
  /** Workers stop within seconds. What they have stored is kept. */
  cancel(name: FillName): Promise<{ outcome: 'answered'; value: undefined } | Failed>;
}
