/**
 * A deploy shortens the life. Observations with the longer life were still used until their old end. A floor that
 * was pruned by the present life ended before them, so invalidated data was used again.
 */
import { expect, test } from '@jest/globals';
import { HOUR_MS, ORDINARY, World } from '../support/world.ts';

const WEEK_MS = 7 * 24 * HOUR_MS;

test('a floor outlives what it makes void, even if the life was shortened later', async () => {
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

test('an observation older than the present life is not used', async () => {
  const world = new World();
  const before = { ...world.bucket, listLifeMs: WEEK_MS };
  world.put('d/a');
  await world.reader.list({ bucket: before, directory: 'd/', filter: '', limit: 10, freshness: ORDINARY });
  world.now += HOUR_MS + 1;
  expect(await world.callsOf(() => world.list('d/'))).toEqual({ list: 1, head: 0 });
});
