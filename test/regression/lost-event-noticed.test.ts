/**
 * Lost events were not detected: the names that they concerned were answered wrongly for a whole life, and so were
 * those of the next lost event. When an expired page is listed again, a change without a mark is suspicious. If no
 * event arrives within some minutes, the event was lost.
 */
import { expect, test } from '@jest/globals';
import type { IndexTable } from '../../lambdas/core/ports/index-table.ts';
import { createMemoryTable } from '../support/memory/table.ts';
import { HOUR_MS, World } from '../support/world.ts';

const MINUTE_MS = 60_000;

/** A directory is listed, changed, and listed again after its page has expired but not its watch. */
async function relisted(change: (world: World) => Promise<void>, world = new World()): Promise<World> {
  for (const name of ['a', 'b', 'sub/x']) world.put(`d/${name}`);
  await world.list('d/');
  world.now += MINUTE_MS;
  await change(world);
  world.now += HOUR_MS;
  await world.list('d/');
  return world;
}

/** Asks S3 for something else, because every request that asks S3 also checks the suspicions. */
async function askedLater(world: World, afterMs: number): Promise<void> {
  world.now += afterMs;
  await world.list(`elsewhere-${world.now}/`);
}

test.each([
  ['a new object', (world: World) => world.put('d/c')],
  ['an object written over', (world: World) => world.put('d/a', 7)],
  ['a removed object', (world: World) => world.remove('d/b')],
  ['a directory that came', (world: World) => world.put('d/other/y')],
])('%s without an event is counted and makes the directory void', async (_, change) => {
  const world = await relisted(async (it) => change(it));
  await askedLater(world, 2 * MINUTE_MS);
  expect(world.counts.unmarkedChanges).toBeUndefined();
  await askedLater(world, 4 * MINUTE_MS);
  expect(world.counts.unmarkedChanges).toBe(1);
  const { floors } = (await world.table.readBucket(world.bucket.name))!;
  expect([...floors.keys()]).toEqual(['d/']);
  await askedLater(world, MINUTE_MS);
  expect(world.counts.unmarkedChanges).toBe(1);
});

test('a change with an event is not counted', async () => {
  const world = await relisted(async (it) => {
    await it.putAndTell('d/c');
    await it.removeAndTell('d/b');
    await it.putAndTell('d/other/y');
  });
  await askedLater(world, 6 * MINUTE_MS);
  expect(world.counts.unmarkedChanges).toBeUndefined();
});

test('a change whose event arrives later is not counted', async () => {
  const world = await relisted(async (it) => it.put('d/c'));
  world.now += MINUTE_MS;
  await world.apply([{ key: 'd/c', kind: 'created' }]);
  await askedLater(world, 6 * MINUTE_MS);
  expect(world.counts.unmarkedChanges).toBeUndefined();
});

test('a change that an invalidation covers is not counted, nor any in a bucket without events', async () => {
  const floored = await relisted(async (it) => {
    it.put('d/c');
    await it.reader.invalidate({ bucket: it.bucket, keys: [], prefixes: ['d/'] });
  });
  await askedLater(floored, 6 * MINUTE_MS);
  expect(floored.counts.unmarkedChanges).toBeUndefined();
});

test('a change is not counted while an EventBridge subscription is too new to deliver all events', async () => {
  const world = new World({ bucket: { events: 'eventbridge' } });
  world.put('d/a');
  await world.list('d/');
  world.put('d/b');
  // The life of an answer is a minute at first, and its watch lasts half a minute longer.
  world.now += 70_000;
  await world.list('d/');
  await askedLater(world, 6 * MINUTE_MS);
  expect(world.counts.unmarkedChanges).toBeUndefined();
});

test('in an older EventBridge subscription, a change without an event is counted', async () => {
  const world = new World({ bucket: { events: 'eventbridge' } });
  await world.list('elsewhere/');
  world.now += 11 * MINUTE_MS;
  world.put('d/a');
  await world.list('d/');
  world.put('d/b');
  world.now += HOUR_MS + MINUTE_MS;
  await world.list('d/');
  await askedLater(world, 6 * MINUTE_MS);
  expect(world.counts.unmarkedChanges).toBe(1);
});

test('a change is not counted if the table was emptied, with its mark, before it could be judged', async () => {
  let emptied: IndexTable | undefined;
  const table = (full: IndexTable) =>
    new Proxy(full, { get: (_, call: keyof IndexTable) => (emptied ?? full)[call] });
  const world = await relisted(async (it) => it.put('d/c'), new World({ table }));
  emptied = createMemoryTable();
  world.now += 2_000;
  await askedLater(world, 6 * MINUTE_MS);
  expect(world.counts.unmarkedChanges).toBeUndefined();
});

test('a directory that went and came back before its removal was processed is not counted', async () => {
  const world = await relisted(async (it) => it.remove('d/sub/x'));
  await world.putAndTell('d/sub/y');
  await world.list('d/sub/');
  world.now += 1_000;
  await world.apply([{ key: 'd/sub/x', kind: 'removed' }]);
  await askedLater(world, 6 * MINUTE_MS);
  expect(world.counts.unmarkedChanges).toBeUndefined();
});
