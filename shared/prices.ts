/**
 * The prices on which the core's decisions depend, for example how to check names in S3 at the lowest cost. Dollars
 * per call in us-east-1. The date, the region and all other prices are in contract/prices.ts.
 */

const PER_MILLION = 1e-6;

export const DECIDING_PRICES = {
  s3List: 5 * PER_MILLION,
  s3Head: 0.4 * PER_MILLION,
  /** Writing 1 KB to DynamoDB, on demand. */
  writeUnit: 0.625 * PER_MILLION,
} as const;
