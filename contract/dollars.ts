/**
 * What a deployment spends on its work, and what the same answers cost directly from S3. This is the only definition:
 * `/v1/stats`, the metrics, the dashboard, the explorer, the command and the benchmark's cost model all use it.
 * Dollars, with `prices.ts`.
 */
import { PRICES } from './prices.ts';

/**
 * Log bytes of one invocation: its line of metrics (measured: 430 bytes), Lambda's three lines, and the access log of
 * a request.
 */
export const LOG_BYTES = { request: 1_400, batch: 900 } as const;

export function logDollars(bytes: number): number {
  return (bytes / 1e9) * PRICES.logGb;
}

const CALLS = {
  s3List: PRICES.s3List,
  s3Head: PRICES.s3Head,
  readUnits: PRICES.readUnit,
  writeUnits: PRICES.writeUnit,
} as const;

/** The parts that direct use of S3 does not need: the API, the queue, the functions and their logs. */
const FRONT = {
  /** Every request that reached the function, of any kind. */
  httpRequests: PRICES.httpApiRequest + PRICES.lambdaRequest + logDollars(LOG_BYTES.request),
  /** One receive, one delete, and the invocation. */
  batches: 2 * PRICES.sqsRequest + PRICES.lambdaRequest + logDollars(LOG_BYTES.batch),
  /** Sending to the queue. */
  eventsReceived: PRICES.sqsRequest,
  functionGbSeconds: PRICES.lambdaGbSecond,
} as const;

/** The S3 calls that the same answers need without the index. */
const DIRECT = { plainLists: PRICES.s3List, plainHeads: PRICES.s3Head } as const;

type Priced = keyof typeof CALLS | keyof typeof FRONT | keyof typeof DIRECT | 'listedObjects';
export type PricedCounts = Readonly<Partial<Record<Priced, number>>>;

export interface Dollars {
  direct: number;
  /** S3 calls, DynamoDB units, and `front`. */
  spent: number;
  /** The part of `spent` that is neither S3 nor DynamoDB. */
  front: number;
  /** `direct - spent`. Negative when the index cost more than it saved. */
  saved: number;
  /** Like `saved`, compared to a caller who also sends a HEAD for every listed object. */
  savedWithHeads: number;
}

export function dollarsOf(counts: PricedCounts): Dollars {
  const direct = sumOf(DIRECT, counts);
  const front = sumOf(FRONT, counts);
  const spent = sumOf(CALLS, counts) + front;
  const saved = direct - spent;
  return {
    direct,
    spent,
    front,
    saved,
    savedWithHeads: saved + (counts.listedObjects ?? 0) * PRICES.s3Head,
  };
}

function sumOf(prices: Readonly<Partial<Record<Priced, number>>>, counts: PricedCounts): number {
  let sum = 0;
  for (const [counter, dollars] of Object.entries(prices)) sum += (counts[counter as Priced] ?? 0) * dollars;
  return sum;
}
