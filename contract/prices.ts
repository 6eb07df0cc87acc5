/**
 * Prices in dollars, for us-east-1, as of the date below (sources: the pricing pages of S3, DynamoDB on-demand, API
 * Gateway HTTP APIs, Lambda, SQS and CloudWatch). Shared by the stats, the metrics and the benchmarks, so that a
 * price is changed in one place. The prices that the core uses for its decisions are in shared/prices.ts.
 */
import { DECIDING_PRICES } from '../shared/prices.ts';

export const PRICES_AS_OF = '2026-11-22';
export const PRICES_REGION = 'us-east-1';

const PER_MILLION = 1e-6;

export const PRICES = {
  ...DECIDING_PRICES,
  /** For a strong read; an eventual read is half a unit. */
  readUnit: 0.125 * PER_MILLION,
  httpApiRequest: 1 * PER_MILLION,
  /** Without the run time. */
  lambdaRequest: 0.2 * PER_MILLION,
  /** One GB of function memory for one second, on arm64. */
  lambdaGbSecond: 13.3334 * PER_MILLION,
  /** Standard queue: each send, receive and delete counts, up to 64 KB and ten messages. */
  sqsRequest: 0.4 * PER_MILLION,
  /** One GB of log ingested by CloudWatch. */
  logGb: 0.5,
} as const;

export type Prices = Readonly<Record<keyof typeof PRICES, number>>;

/** Prices, with the Region and the date that they are for. */
export interface PriceList {
  region: string;
  /** Date, `YYYY-MM-DD`. */
  asOf: string;
  prices: Prices;
}

export const PRICE_LIST: PriceList = { region: PRICES_REGION, asOf: PRICES_AS_OF, prices: PRICES };
