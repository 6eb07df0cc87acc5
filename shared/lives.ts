/** How long an observation may be used: for the core, and for the fronts, which pass reads to S3 for that long. */

/** The longest life that a bucket may be configured with. */
export const MAX_LIFE_SECONDS = 7 * 24 * 3_600;
/** When S3 fails, an expired answer may be declared stale and used for this share of the life more. */
export const STALE_SHARE = 0.5;
