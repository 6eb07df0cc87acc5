/** Readers and writers in the background: requests to the API at one rate, changes of buckets at another. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../../../contract/client.ts';
import { S3dexError } from '../../../contract/client.ts';
import type { Place } from './place.ts';

const REQUEST_EVERY_MS = 50;
const WRITE_EVERY_MS = 200;
export const LIVE = 'live/';
/** The number of keys that are written and removed repeatedly. */
const KEYS = 40;
/**
 * Maximum number of concurrent requests. At a rate that the machine cannot process, they would only wait in this
 * process.
 */
const MAX_UNDER_WAY = 8;
/** The number of characters of a failure's text that are shown. */
const SHOWN_LENGTH = 120;
/** Every third change is a removal. */
const REMOVAL = 3;

export interface Traffic {
  /** Stops the traffic and waits for the requests in progress. */
  stop(): Promise<TrafficSeen>;
}

export interface TrafficSeen {
  answers: number;
  writes: number;
  /** How many requests failed, by status and message. */
  failures: Map<string, number>;
}

export function startTraffic(place: Place, client: Client, buckets: string[]): Traffic {
  const seen: TrafficSeen = { answers: 0, writes: 0, failures: new Map() };
  let running = true;
  const under = new Set<Promise<void>>();
  const start = (work: Promise<void>) => {
    const done = work.finally(() => under.delete(done));
    under.add(done);
  };
  const ask = async (bucket: string) => {
    try {
      await client.list(bucket, LIVE);
      seen.answers += 1;
    } catch (error) {
      if (!(error instanceof S3dexError)) throw error;
      const what = `${error.status} ${error.code}: ${error.detail ?? ''}`.slice(0, SHOWN_LENGTH);
      seen.failures.set(what, (seen.failures.get(what) ?? 0) + 1);
    }
  };
  const change = async (bucket: string, round: number) => {
    const key = `${LIVE}${round % KEYS}.txt`;
    await (round % REMOVAL === 0 ? place.remove(bucket, key) : place.put(bucket, key, `${round}`));
    seen.writes += 1;
  };
  const loop = async (everyMs: number, step: (round: number, bucket: string) => Promise<void>) => {
    for (let round = 0; running; round += 1) {
      if (under.size < MAX_UNDER_WAY) start(step(round, buckets[round % buckets.length]!));
      await sleep(everyMs);
    }
  };
  const loops = [
    loop(REQUEST_EVERY_MS, (_, bucket) => ask(bucket)),
    // The writes of one key are sequential, so that only the content of S3 at the end matters.
    loop(WRITE_EVERY_MS, (round, bucket) => change(bucket, round)),
  ];
  return {
    async stop() {
      running = false;
      await Promise.all(loops);
      await Promise.all(under);
      return seen;
    },
  };
}
