/** Terms of RFC 9211. `hit`: no S3 call was made. All others: at least one S3 call was made. */
export type Served = 'hit' | 'miss' | 'stale' | 'partial' | 'request' | 'bypass';

/** The `detail` of an answer that has expired and is used because S3 failed. */
export const STALE_IF_ERROR = 'stale-if-error';

/** Where an answer came from: the data for the freshness headers. */
export interface Provenance {
  served: Served;
  /** Time of the oldest observation used, epoch ms. */
  observedAt: number;
  /** The earliest end of the observations used, epoch ms. It is in the past if the answer is declared as stale. */
  endsAt: number;
  /** Everything that was fetched is now in the index. */
  stored: boolean;
  /** A token: `index-unavailable`, `stale-if-error`, `not-cached`, ... */
  detail?: string;
  s3Lists: number;
  s3Heads: number;
  /** Time spent waiting for S3 and for the index, ms. */
  s3Ms: number;
  indexMs: number;
}
