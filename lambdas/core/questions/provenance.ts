/** RFC 9211 words. `hit`: no S3 call was made; anything else: at least one was. */
export type Served = 'hit' | 'miss' | 'stale' | 'partial' | 'request' | 'bypass';

/** The detail of an answer that had ended and was given because S3 failed. */
export const STALE_IF_ERROR = 'stale-if-error';

/** How an answer came about: everything the freshness headers need. */
export interface Provenance {
  served: Served;
  /** Of the oldest observation used, epoch ms. */
  observedAt: number;
  /** Earliest end of the observations used, epoch ms; may lie in the past for a declared stale answer. */
  endsAt: number;
  /** What was fetched is in the index now. */
  stored: boolean;
  /** A token: `index-unavailable`, `stale-if-error`, `not-cached`, ... */
  detail?: string;
  s3Lists: number;
  s3Heads: number;
  /** Time spent waiting for S3 and for the index, ms. */
  s3Ms: number;
  indexMs: number;
}
