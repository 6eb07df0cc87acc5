/**
 * What a deployment costs, and what the same answers would cost directly from S3. This is the only definition:
 * `/v1/stats`, the metrics, the dashboard, the explorer, the command and the benchmark's cost model all use it. All
 * amounts are in dollars, at the prices of `prices.ts`.
 */
import { PRICES, type Prices } from './prices.ts';

/**
 * Bytes of log lines, measured with ordinary names. `request`: the API's log line for one request. `metrics`: a
 * function's metrics line. It writes one for each batch of events and for each request that asked S3 or failed;
 * answers from the index alone share lines (lambdas/adapters/telemetry.ts). CloudWatch adds 26 bytes to each line.
 */
export const LOG_BYTES = { request: 450, metrics: 600 } as const;

export function logDollars(bytes: number, { logGb }: Prices = PRICES): number {
  return (bytes / 1e9) * logGb;
}

const callPrices = (prices: Prices) => ({
  s3List: prices.s3List,
  s3Head: prices.s3Head,
  readUnits: prices.readUnit,
  writeUnits: prices.writeUnit,
});

/** The parts that direct use of S3 does not need: the API, the queue, the functions and their logs. */
const frontPrices = (prices: Prices) => ({
  /** One request of any kind that reached the function. */
  httpRequests: prices.httpApiRequest + prices.lambdaRequest + logDollars(LOG_BYTES.request, prices),
  /** One batch: receive, delete and invocation. */
  batches: 2 * prices.sqsRequest + prices.lambdaRequest,
  metricLines: logDollars(LOG_BYTES.metrics, prices),
  /** Sending one event to the queue. */
  eventsReceived: prices.sqsRequest,
  functionGbSeconds: prices.lambdaGbSecond,
});

/** The S3 calls that the same answers need without the index. */
const directPrices = (prices: Prices) => ({ plainLists: prices.s3List, plainHeads: prices.s3Head });

type Priced =
  | keyof ReturnType<typeof callPrices>
  | keyof ReturnType<typeof frontPrices>
  | keyof ReturnType<typeof directPrices>
  | 'listedObjects';
export type PricedCounts = Readonly<Partial<Record<Priced, number>>>;

export interface Dollars {
  direct: number;
  /** Total: S3 calls, DynamoDB units, and `front`. */
  spent: number;
  /** The part of `spent` that is neither S3 nor DynamoDB. */
  front: number;
  /** `direct - spent`. Negative when the index cost more than it saved. */
  saved: number;
  /** Like `saved`, but compared to a caller who also sends a HEAD for every listed object. */
  savedWithHeads: number;
}

export function dollarsOf(counts: PricedCounts, prices: Prices = PRICES): Dollars {
  const direct = sumOf(directPrices(prices), counts);
  const front = sumOf(frontPrices(prices), counts);
  const spent = sumOf(callPrices(prices), counts) + front;
  const saved = direct - spent;
  return {
    direct,
    spent,
    front,
    saved,
    savedWithHeads: saved + (counts.listedObjects ?? 0) * prices.s3Head,
  };
}

function sumOf(prices: Readonly<Record<string, number>>, counts: PricedCounts): number {
  let sum = 0;
  for (const [counter, dollars] of Object.entries(prices)) sum += (counts[counter as Priced] ?? 0) * dollars;
  return sum;
}
