/**
 * A new subscription counts as a loss of events, because changes before it were not recorded. When events were
 * turned off and on again within a life, or a bucket was removed and added again, old answers were hits again.
 */
import { expect, test } from '@jest/globals';
import type { SQSRecord } from 'aws-lambda';
import { createChangeApplier } from '../../lambdas/core/changes/apply.ts';
import type { ServedBucket } from '../../lambdas/core/model/served-bucket.ts';
import { createEventConsumer } from '../../lambdas/events/consumer.ts';
import { BUCKET, ORDINARY, World } from '../support/world.ts';

const SECOND_MS = 1_000;

function namesIn(world: World, bucket: ServedBucket, directory = 'd/'): Promise<string[]> {
  const question = { bucket, directory, filter: '', limit: 10, freshness: ORDINARY };
  return world.reader.list(question).then((answer) => {
    if (answer.outcome !== 'answered') throw new Error(answer.code);
    return answer.value.entries.map(({ name }) => name);
  });
}

test("after S3's test event for new notifications, nothing observed before is used", async () => {
  const world = new World();
  world.put('d/a');
  await world.list('d/');
  // The bucket is removed from the deployment, changed, and added again. No event is sent for the change.
  world.put('d/b');
  world.now += 60 * SECOND_MS;
  const telemetry = { count: () => {} };
  const clock = { now: () => world.now };
  const waits: number[] = [];
  const consume = createEventConsumer({
    applier: createChangeApplier({
      table: world.table,
      clock,
      waiter: { wait: async (ms) => void waits.push(ms) },
      telemetry,
      settings: { clockMarginMs: 0 },
    }),
    servedBuckets: new Set([BUCKET]),
    telemetry,
    log: { warn: () => {}, error: () => {} },
    functionGb: 0.5,
    clock,
  });
  const body = JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: BUCKET });
  expect(await consume({ Records: [{ messageId: 'm', body } as SQSRecord] })).toEqual({
    batchItemFailures: [],
  });
  // The event counts as processed only when every instance knows the floor.
  expect(waits.some((ms) => ms >= SECOND_MS)).toBe(true);
  world.now += 1_100;
  expect((await world.list('d/')).names).toEqual(['a', 'b']);
});

test('turning events off and on again starts another epoch', async () => {
  const world = new World();
  const without = { ...world.bucket, events: 'none' as const };
  world.put('d/a');
  expect(await namesIn(world, world.bucket)).toEqual(['a']);
  world.now += 2 * SECOND_MS;
  expect(await namesIn(world, without, 'other/')).toEqual([]);
  world.put('d/b');
  world.now += 2 * SECOND_MS;
  expect(await namesIn(world, world.bucket)).toEqual(['a', 'b']);
});

test.each([
  ['another mode', { events: 'eventbridge' }],
  ['another subscription', { subscription: 'another rule' }],
] as const)('so does %s', async (_, change) => {
  const world = new World();
  world.put('d/a');
  expect(await namesIn(world, world.bucket)).toEqual(['a']);
  world.put('d/b');
  world.now += 2 * SECOND_MS;
  expect(await namesIn(world, { ...world.bucket, ...change })).toEqual(['a', 'b']);
});

test('EventBridge takes minutes to start, so answers have a short life until then', async () => {
  const world = new World();
  const bucket = { ...world.bucket, events: 'eventbridge' as const };
  const endsIn = async () => {
    const question = { bucket, directory: 'd/', filter: '', limit: 10, freshness: ORDINARY };
    const answer = await world.reader.list(question);
    if (answer.outcome !== 'answered') throw new Error(answer.code);
    return answer.provenance.endsAt - answer.provenance.observedAt;
  };
  world.put('d/a');
  expect(await endsIn()).toBeLessThanOrEqual(60 * SECOND_MS);
  world.now += 11 * 60 * SECOND_MS;
  expect(await endsIn()).toBe(world.bucket.listLifeMs);
});
