/** The cost for a contestant of processing a written object. */
import { PRICES } from '../contract/prices.ts';
import type { Contestant } from './contestant.ts';
import { difference, type Meter } from './meter.ts';
import { callsUsd } from './row.ts';

/** Messages that the queue passes to the function at the same time. */
const EVENTS_A_BATCH = 10;
export const EVENT_DELIVERY_USD = eventDeliveryUsd(EVENTS_A_BATCH);

/**
 * Dollars for a million events in the queue and their invocations. S3 sends each event; it is received and deleted
 * with its batch.
 */
export function eventDeliveryUsd(batch: number): number {
  return 1e6 * ((1 + 2 / batch) * PRICES.sqsRequest + PRICES.lambdaRequest / batch);
}

/** Lets the contestant process the written objects. Returns dollars for a million written objects. */
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
