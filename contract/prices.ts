/**
 * Prices in dollars for us-east-1, as of the date below. Sources: the pricing pages of S3, DynamoDB on-demand, API
 * Gateway HTTP APIs, Lambda, SQS and CloudWatch. The stats, the metrics and the benchmarks share them, so that each
 * price is defined once. shared/prices.ts has the prices that the core uses for its decisions.
 */
import { DECIDING_PRICES } from '../shared/prices.ts';

export const PRICES_AS_OF = '2026-11-22';
export const PRICES_REGION = 'us-east-1';

const PER_MILLION = 1e-6;

export const PRICES = {
  ...DECIDING_PRICES,
  /** One read unit: a strongly consistent read. An eventually consistent read costs half a unit. */
  readUnit: 0.125 * PER_MILLION,
  httpApiRequest: 1 * PER_MILLION,
  /** One invocation, without its run time. */
  lambdaRequest: 0.2 * PER_MILLION,
  /** One GB of function memory for one second, on arm64. */
  lambdaGbSecond: 13.3334 * PER_MILLION,
  /**
   * One request to a standard queue. Each send, receive and delete is a request, for up to ten messages and 64 KB.
   */
  sqsRequest: 0.4 * PER_MILLION,
  /** One GB of log ingested by CloudWatch. */
  logGb: 0.5,
} as const;

export type Prices = Readonly<Record<keyof typeof PRICES, number>>;

/** Prices, and the Region and date to which they apply. */
export interface PriceList {
  region: string;
  /** Date, `YYYY-MM-DD`. */
  asOf: string;
  prices: Prices;
}

export const PRICE_LIST: PriceList = { region: PRICES_REGION, asOf: PRICES_AS_OF, prices: PRICES };
