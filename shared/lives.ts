/**
 * Limits for the life of an observation: how long it may be used. The core uses them, and so do the fronts, which
 * send reads to S3 until no answer can be outdated any more.
 */

/** The longest life that a bucket may be configured with. */
export const MAX_LIFE_SECONDS = 7 * 24 * 3_600;
/** When S3 fails, an expired answer may be used, declared as stale, for this additional share of its life. */
export const STALE_SHARE = 0.5;
