/** The price of a call, for the tally: S3's own price, and that of one request to the service. */
import { PRICES } from '../../contract/prices.ts';
import type { ReadOperation } from '../resolver/parts.ts';

export const S3_PRICES: Record<ReadOperation, number> = {
  ListObjectsV2: PRICES.s3List,
  ListObjects: PRICES.s3List,
  HeadObject: PRICES.s3Head,
  HeadBucket: PRICES.s3Head,
};

/** For a warm request (docs/cost.md): 1 GB for 20 ms, and the index's read units. */
const GB_SECONDS = 0.02;
const READ_UNITS = 4;

export const SERVICE_PRICES = {
  perRequest:
    PRICES.httpApiRequest +
    PRICES.lambdaRequest +
    GB_SECONDS * PRICES.lambdaGbSecond +
    READ_UNITS * PRICES.readUnit,
} as const;
