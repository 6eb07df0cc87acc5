import type { FillJob, FillName, FillProgress } from '../model/fill-job.ts';
import type { ServedBucket } from '../model/served-bucket.ts';
import type { Failed } from './answer.ts';

export interface FillQuestion {
  bucket: ServedBucket;
  /** A directory: `` or ending in `/`. */
  prefix: string;
  /** Everything below it, or its own names only. */
  recursive: boolean;
}

export interface SeenFill {
  job: FillJob;
  progress: FillProgress;
}

/** Fills that workers do, as those who ask for them see them. */
export interface Fills {
  begin(question: FillQuestion): Promise<{ outcome: 'answered'; value: FillName } | Failed>;
  /** Undefined: there is no such fill. */
  look(name: FillName): Promise<{ outcome: 'answered'; value: SeenFill | undefined } | Failed>;
  /** Workers stop within seconds; what they stored stays. */
  cancel(name: FillName): Promise<{ outcome: 'answered'; value: undefined } | Failed>;
}
