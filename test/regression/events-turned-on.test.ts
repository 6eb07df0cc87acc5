/**
 * A bucket that was served without events gets them at a deploy. What was observed before stands under no watch, and what changed
 * in between was told to nobody: it must not live on as if its events had come.
 */
import { expect, test } from '@jest/globals';
import { ORDINARY, World } from '../support/world.ts';

test('what was kept before the bucket had events is not answered after one was processed', async () => {
  const world = new World();
  const before = { ...world.bucket, events: 'none' as const };
  await world.reader.stat({ bucket: before, key: 'd/a', full: true, freshness: ORDINARY });
  world.now += 60_000;
  await world.putAndTell('d/a');
  expect((await world.stat('d/a', { full: true })).outcome).toBe('answered');
});

test('nor is a listing that changed before anybody told', async () => {
  const world = new World();
  const before = { ...world.bucket, events: 'none' as const };
  const question = { directory: 'd/', filter: '', limit: 10, freshness: ORDINARY };
  await world.reader.list({ bucket: before, ...question });
  world.put('d/a');
  expect((await world.list('d/')).names).toEqual(['a']);
});
