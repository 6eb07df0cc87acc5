/**
 * A deploy updates the two functions one after the other. The invalidation function still had the old settings (the
 * bucket not served yet, or without events) while the listing function already stored answers under a watch. An event
 * was acknowledged as "unwatched", and the old answer was a hit for a whole life.
 */
import { expect, test } from '@jest/globals';
import type { SQSRecord } from 'aws-lambda';
import { createChangeApplier } from '../../lambdas/core/changes/apply.ts';
import { createEventConsumer } from '../../lambdas/events/consumer.ts';
import { BUCKET, World } from '../support/world.ts';

/** The invalidation function with the settings from before the deploy: no bucket with events. */
function oldConsumer(world: World) {
  const telemetry = { count: () => {} };
  const clock = { now: () => world.now };
  const old = { ...world.bucket, events: 'none' as const };
  return createEventConsumer({
    applier: createChangeApplier({
      table: world.table,
      clock,
      waiter: { wait: async () => {} },
      telemetry,
      settings: { clockMarginMs: 0 },
      ...{ buckets: [old] },
    }),
    servedBuckets: new Set(),
    telemetry,
    log: { warn: () => {}, error: () => {} },
    functionGb: 0.5,
    clock,
  });
}

function message(key: string, eventName: string): SQSRecord {
  const record = { eventSource: 'aws:s3', eventName, s3: { bucket: { name: BUCKET }, object: { key } } };
  return { messageId: 'm', body: JSON.stringify({ Records: [record] }) } as SQSRecord;
}

test("an event is marked wherever there is a live watch, whatever the function's settings say about the bucket", async () => {
  const world = new World();
  world.put('d/a');
  expect((await world.list('d/')).names).toEqual(['a']);
  world.now += 10;
  world.put('d/b');
  await oldConsumer(world)({ Records: [message('d/b', 'ObjectCreated:Put')] });
  world.now += 1;
  expect((await world.list('d/')).names).toEqual(['a', 'b']);
});

test('the directories above are marked too when the last object is removed', async () => {
  const world = new World();
  world.put('d/e/a');
  world.put('d/f');
  for (const directory of ['d/', 'd/e/']) await world.list(directory);
  world.now += 10;
  world.remove('d/e/a');
  await oldConsumer(world)({ Records: [message('d/e/a', 'ObjectRemoved:Delete')] });
  world.now += 1;
  expect((await world.list('d/')).names).toEqual(['f']);
});
