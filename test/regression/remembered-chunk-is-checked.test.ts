/**
 * Found by fuzzing stored items. An instance that had a chunk's decoded entries in its cache did not check the
 * chunk's seal again. So a chunk whose range or times were damaged later was used: names were missing from listings,
 * and expired entries were answered.
 */

import { expect, test } from '@jest/globals';
import type { Chunk } from '../../lambdas/core/model/chunk.ts';
import { END } from '../../lambdas/core/model/range.ts';
import { HOUR_MS, World } from '../support/world.ts';

/** More than one chunk. */
const KEYS = Array.from({ length: 300 }, (_, i) => `d/${1_000 + i}`);
const names = (keys: string[]) => keys.map((key) => key.slice('d/'.length));

/** A directory in the index and in the instance's cache; then its chunks are damaged. */
async function remembered(damage: (chunk: Chunk) => Chunk): Promise<World> {
  let isDamaged = false;
  const world = new World({
    table: (table) => ({
      ...table,
      async readChunks(...asked) {
        const page = await table.readChunks(...asked);
        return isDamaged ? { ...page, chunks: page.chunks.map(damage) } : page;
      },
    }),
  });
  for (const key of KEYS) world.put(key);
  await world.list('d/');
  await world.list('d/');
  isDamaged = true;
  return world;
}

test('a cached chunk with another range is not used', async () => {
  const world = await remembered((chunk) => ({ ...chunk, through: END }));
  expect((await world.list('d/')).names).toEqual(names(KEYS));
});

test('a cached chunk with a later end is not used', async () => {
  const world = await remembered((chunk) => ({
    ...chunk,
    endsAt: chunk.endsAt + HOUR_MS,
    watchedUntil: chunk.watchedUntil + HOUR_MS,
  }));
  world.remove('d/1000');
  world.now += HOUR_MS + 1;
  expect((await world.list('d/')).names).toEqual(names(KEYS.slice(1)));
});

test('an unchanged cached chunk is used', async () => {
  const world = await remembered((chunk) => chunk);
  expect(await world.callsOf(() => world.list('d/'))).toEqual({ list: 0, head: 0 });
});
