/** The results of filling a gap. */
import type { CachedPage } from '../model/cached-page.ts';
import type { Failed } from '../questions/answer.ts';

/** A fill for which several questions of this instance can wait. */
export interface SharedFill {
  filled: GapFilled | Failed;
  /** True if the question that ran the fill used up its time or its calls. This says nothing about S3. */
  gaveUp: boolean;
  /** The epoch under which the page was observed. */
  epoch: string;
}

/** A gap was listed. */
export interface Filled {
  outcome: 'filled';
  page: CachedPage;
  /** S3's token for the next LIST, if the page ends where this LIST ended. */
  token?: string;
  /**
   * Resolves to true if the page was stored in the index. The page is written while the question continues; the
   * question waits for it before it ends.
   */
  stored: Promise<boolean>;
  /** A number from the instance's sequence, taken before the LIST was sent. */
  sentNumber: number;
}

/** `waited`: another instance has filled the gap, so the index must be read again. */
export type GapFilled = Filled | { outcome: 'waited' };
