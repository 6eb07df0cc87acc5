/**
 * An answer was checked when its pages were read and not when it was sent. With a life of 5 s, a request that waited
 * 9.5 s for one name was answered with a ttl of -8.7.
 */
import { expect, test } from '@jest/globals';
import { ORDINARY, World } from '../support/world.ts';

const LIFE_MS = 5_000;
const SLOW_MS = 4_500;

test('what expires during the request is revalidated', async () => {
  let slow = false;
  const world: World = new World({
    bucket: { listLifeMs: LIFE_MS, statLifeMs: LIFE_MS },
    store: (store) => ({
      ...store,
      head: async (request) => {
        if (slow) world.now += SLOW_MS;
        return store.head(request);
      },
    }),
  });
  for (const name of ['a', 'b']) world.put(`d/${name}`);
  await world.list('d/');
  world.now += LIFE_MS - 1_000;
  await world.apply([{ key: 'd/a', kind: 'altered' }]);
  slow = true;
  const { provenances } = await world.list('d/');
  expect(provenances[0]!.endsAt).toBeGreaterThanOrEqual(world.now);
  expect(world.now - provenances[0]!.observedAt).toBeLessThanOrEqual(LIFE_MS);
});

test('what becomes older than the request allows is revalidated', async () => {
  let slow = false;
  const world: World = new World({
    store: (store) => ({
      ...store,
      head: async (request) => {
        if (slow) world.now += SLOW_MS;
        return store.head(request);
      },
    }),
  });
  for (const name of ['a', 'b']) world.put(`d/${name}`);
  await world.list('d/');
  world.now += 1_000;
  await world.apply([{ key: 'd/a', kind: 'altered' }]);
  slow = true;
  const { provenances } = await world.list('d/', { freshness: { ...ORDINARY, maxAgeMs: LIFE_MS } });
  expect(world.now - provenances[0]!.observedAt).toBeLessThanOrEqual(LIFE_MS);
});
