/** What it costs a contestant that an object was written. */
import { PRICES } from '../contract/prices.ts';
import type { Contestant } from './contestant.ts';
import { difference, type Meter } from './meter.ts';
import { callsUsd } from './row.ts';

/** Messages the queue hands to the function at once, and what a message is: sent by S3, received and deleted with others. */
const EVENTS_A_BATCH = 10;
const QUEUE_REQUESTS_AN_EVENT = 1 + 2 / EVENTS_A_BATCH;

/** The queue and the invocations of one event, dollars a million. */
export const EVENT_DELIVERY_USD =
  1e6 * (QUEUE_REQUESTS_AN_EVENT * PRICES.sqsRequest + PRICES.lambdaRequest / EVENTS_A_BATCH);

/** Tells the contestant of the written objects; dollars a million of them. */
export async function writeUsd(
  contestant: Contestant & { onEvents?: Meter },
  keys: string[],
): Promise<number> {
  const meter = contestant.onEvents;
  const before = meter?.calls ?? contestant.counts;
  await contestant.wrote(keys);
  const calls = difference(meter?.calls ?? contestant.counts, before);
  return callsUsd(calls) / keys.length + (meter ? EVENT_DELIVERY_USD : 0);
}
