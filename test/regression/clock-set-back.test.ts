/**
 * A clock was set back by less than the margin. After an invalidation had returned, a cached floor then looked
 * younger than it was, and a fill that had begun before the request was taken for one that was sent during it.
 */
import { expect, test } from '@jest/globals';
import { FLOOR_CACHE_MS } from '../../lambdas/core/model/bucket-item.ts';
import { type Listing, World } from '../support/world.ts';

const MARGIN_MS = 100;

test('an invalidation returns only when no clock set back can hide its floor', async () => {
  const world = new World({ clockMarginMs: MARGIN_MS });
  const before = world.now;
  await world.reader.invalidate({ bucket: world.bucket, keys: [], prefixes: ['d/'] });
  expect(world.now - before).toBeGreaterThan(FLOOR_CACHE_MS + MARGIN_MS);
});

test('a fill sent before the request began does not count as fresh', async () => {
  let joiner: Promise<Listing> | undefined;
  const world: World = new World({
    clockMarginMs: MARGIN_MS,
    store: (store) => ({
      ...store,
      list: async (request) => {
        const answer = await store.list(request);
        if (!joiner) {
          // Before S3's answer arrives, a file is written and its event is processed. Then the clock is set back.
          world.put('d/b');
          await world.apply([{ key: 'd/b', kind: 'created' }]);
          world.now -= MARGIN_MS + 60;
          joiner = world.list('d/');
          for (let i = 0; i < 50; i++) await Promise.resolve();
          world.now += MARGIN_MS + 60;
        }
        return answer;
      },
    }),
  });
  world.put('d/a');
  await world.list('d/');
  expect((await joiner)?.names).toEqual(['a', 'b']);
});
