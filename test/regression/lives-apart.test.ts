/**
 * A bucket's two lives (of listings and of stats) were treated as one, the longer one. So a stat was answered from a
 * page that was older than stats may be, and a listing from pages that were stored under an earlier, longer life.
 */
import { expect, test } from '@jest/globals';
import { HOUR_MS, ORDINARY, World } from '../support/world.ts';

const MINUTE_MS = 60_000;

test('a stat is not answered from a page that is older than stats may be', async () => {
  const world = new World({ bucket: { statLifeMs: MINUTE_MS } });
  world.put('d/a');
  await world.list('d/');
  world.now += MINUTE_MS;
  expect(await world.callsOf(() => world.stat('d/a'))).toEqual({ list: 0, head: 0 });
  expect((await world.stat('d/a')).provenance?.endsAt).toBe(world.now);
  world.now += 1;
  expect(await world.callsOf(() => world.stat('d/a'))).toEqual({ list: 0, head: 1 });
  expect(await world.callsOf(() => world.list('d/'))).toEqual({ list: 0, head: 0 });
});

test('a listing is not answered from pages that are older than listings may be', async () => {
  const world = new World({ bucket: { listLifeMs: MINUTE_MS } });
  const before = { ...world.bucket, listLifeMs: HOUR_MS };
  world.put('d/a');
  await world.reader.list({ bucket: before, directory: 'd/', filter: '', limit: 10, freshness: ORDINARY });
  world.now += MINUTE_MS + 1;
  expect(await world.callsOf(() => world.list('d/'))).toEqual({ list: 1, head: 0 });
});
