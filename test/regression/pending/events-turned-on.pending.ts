/**
 * A bucket that was served without events gets them at a deploy. What was observed before stands under no watch, so the events
 * that come now skip it, and it was answered until its life ended.
 */
import { expect, test } from '@jest/globals';
import { ORDINARY, World } from '../../support/world.ts';

const WITHOUT = { events: 'none' } as const;

test('a listing kept before the bucket had events is not answered after one was processed', async () => {
  const world = new World();
  world.put('d/a');
  const before = { ...world.bucket, ...WITHOUT };
  const question = { directory: 'd/', filter: '', limit: 10, freshness: ORDINARY };
  await world.reader.list({ bucket: before, ...question });
  await world.reader.stat({ bucket: before, key: 'e/a', full: false, freshness: ORDINARY });
  world.now += 60_000;
  await world.putAndTell('d/b', 'e/a');
  expect((await world.list('d/')).names).toEqual(['a', 'b']);
  expect((await world.stat('e/a')).outcome).toBe('answered');
});
