/**
 * A bucket that was served without events gets events in a deploy. Earlier observations have no watch, and nobody
 * recorded the changes in between. They must not be used as if events had been recorded.
 */
import { expect, test } from '@jest/globals';
import { ORDINARY, World } from '../support/world.ts';

test('what was stored before the bucket had events is not used after an event was processed', async () => {
  const world = new World();
  const before = { ...world.bucket, events: 'none' as const };
  await world.reader.stat({ bucket: before, key: 'd/a', full: true, freshness: ORDINARY });
  world.now += 60_000;
  await world.putAndTell('d/a');
  expect((await world.stat('d/a', { full: true })).outcome).toBe('answered');
});

test('a listing that changed before events were turned on is not used', async () => {
  const world = new World();
  const before = { ...world.bucket, events: 'none' as const };
  const question = { directory: 'd/', filter: '', limit: 10, freshness: ORDINARY };
  await world.reader.list({ bucket: before, ...question });
  world.put('d/a');
  expect((await world.list('d/')).names).toEqual(['a']);
});
