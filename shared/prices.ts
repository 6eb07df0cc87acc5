/**
 * The prices that decide something: looking again by the cheapest plan. Dollars a call, us-east-1; contract/prices.ts has
 * the date, the region and what else costs money.
 */

const PER_MILLION = 1e-6;

export const DECIDING_PRICES = {
  s3List: 5 * PER_MILLION,
  s3Head: 0.4 * PER_MILLION,
  /** 1 KB written to DynamoDB, on demand. */
  writeUnit: 0.625 * PER_MILLION,
} as const;
