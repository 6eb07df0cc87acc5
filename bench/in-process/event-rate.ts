/**
 * The number of S3 events a second that the invalidation handler processes on one core, depending on what is watched.
 * A second means one second of CPU time, so that other processes do not matter.
 */

import type { Context } from 'aws-lambda';
import { httpEvent } from '../asker.ts';
import { BUCKET } from '../contestant.ts';
import { nameOf } from '../directory.ts';
import { sqsEvent } from '../sqs-event.ts';
import { cpuMs } from './cpu-time.ts';
import { createMemoryService } from './memory-service.ts';

export interface EventRate {
  /** Are the events below a watched directory? */
  watched: boolean;
  perSecond: number;
}

const OBJECTS = 1_000;
const PREFIX = 'a/b/c/';
const BATCH = 10;
const RUN_MS = 1_500;
const WARM_UP_MS = 300;
const CONTEXT = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 29_000 } as Context;

export async function eventRates(): Promise<EventRate[]> {
  const rates: EventRate[] = [];
  for (const watched of [true, false]) {
    const { handler, consume } = createMemoryService([{ prefix: PREFIX, count: OBJECTS }]);
    if (watched) {
      // A reader has browsed down, so every directory on the path is watched and each event marks all of them.
      for (const prefix of ['', 'a/', 'a/b/', PREFIX])
        await handler(httpEvent('GET', `/v1/buckets/${BUCKET}/entries`, { prefix }), CONTEXT);
    }
    const batches = Array.from({ length: OBJECTS / BATCH }, (_, batch) =>
      sqsEvent(
        BUCKET,
        Array.from({ length: BATCH }, (_, i) => PREFIX + nameOf(batch * BATCH + i)),
      ),
    );
    const run = async (ms: number) => {
      const from = cpuMs();
      let events = 0;
      while (cpuMs() - from < ms) {
        const { batchItemFailures } = await consume(batches[(events / BATCH) % batches.length]!);
        if (batchItemFailures.length > 0) throw new Error('an event was not applied');
        events += BATCH;
      }
      return (events / (cpuMs() - from)) * 1_000;
    };
    await run(WARM_UP_MS);
    rates.push({ watched, perSecond: await run(RUN_MS) });
  }
  return rates;
}
