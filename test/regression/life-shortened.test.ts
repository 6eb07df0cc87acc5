/**
 * A life shortened at a deploy. What was kept under the longer one went on being answered to its end; and a floor that is pruned
 * by the present life gave way before it, so that what was invalidated was answered again.
 */
import { expect, test } from '@jest/globals';
import { HOUR_MS, ORDINARY, World } from '../support/world.ts';

const WEEK_MS = 7 * 24 * HOUR_MS;

test('a floor outlives what it voids, also when the life was shortened since', async () => {
  const world = new World();
  const before = { ...world.bucket, listLifeMs: WEEK_MS };
  world.put('d/a');
  await world.reader.list({ bucket: before, directory: 'd/', filter: '', limit: 10, freshness: ORDINARY });
  world.remove('d/a');
  world.now += 1_000;
  await world.reader.invalidate({ bucket: before, keys: [], prefixes: ['d/'] });
  world.now += 10 * HOUR_MS;
  await world.reader.invalidate({ bucket: world.bucket, keys: [], prefixes: ['other/'] });
  expect((await world.list('d/')).names).toEqual([]);
});

test('what is older than the present life is not answered', async () => {
  const world = new World();
  const before = { ...world.bucket, listLifeMs: WEEK_MS };
  world.put('d/a');
  await world.reader.list({ bucket: before, directory: 'd/', filter: '', limit: 10, freshness: ORDINARY });
  world.now += HOUR_MS + 1;
  expect(await world.callsOf(() => world.list('d/'))).toEqual({ list: 1, head: 0 });
});
