/**
 * In a list of many directories, each part was checked when it was done and not when the answer was sent. With a life
 * of 5 s and one directory that took 4.5 s, the other parts were sent at an age of 8.5 s. A stale part was not
 * declared if another part came first. The calls of failed parts were not counted, so an answer for which S3 was
 * asked was reported as a hit.
 */
import { expect, test } from '@jest/globals';
import { ORDINARY, World } from '../support/world.ts';

const LIFE_MS = 5_000;
const SLOW_MS = 4_500;

const DENIED = { outcome: 'failed', reason: 'denied', message: 'no' } as const;
const UNAVAILABLE = { outcome: 'failed', reason: 'unavailable', message: 'no' } as const;

const ask = (world: World, ...directories: string[]) =>
  world.reader.listMany({
    bucket: world.bucket,
    places: directories.map((directory) => ({ directory, filter: '' })),
    limit: 1_000,
    freshness: ORDINARY,
  });

test('a part that expires while others are read is requested again', async () => {
  const world: World = new World({
    bucket: { listLifeMs: LIFE_MS },
    store: (store) => ({
      ...store,
      list: async (request) => {
        if (request.prefix === 'slow/') world.now += SLOW_MS;
        return store.list(request);
      },
    }),
  });
  for (const key of ['quick/a', 'slow/a']) world.put(key);
  await ask(world, 'quick/');
  world.now += LIFE_MS - 1_000;
  const answer = await ask(world, 'quick/', 'slow/');
  expect(answer.provenance!.endsAt).toBeGreaterThanOrEqual(world.now);
  expect(world.now - answer.provenance!.observedAt).toBeLessThanOrEqual(LIFE_MS);
});

test('the answer counts the S3 calls of a failed part and is not a hit', async () => {
  const world = new World({
    store: (store) => ({
      ...store,
      list: async (request) => (request.prefix === 'down/' ? DENIED : store.list(request)),
    }),
  });
  for (const key of ['up/a', 'down/a']) world.put(key);
  await ask(world, 'up/');
  const answer = await ask(world, 'up/', 'down/');
  expect(answer).toMatchObject({
    outcome: 'answered',
    value: [{ outcome: 'answered' }, { outcome: 'failed', code: 'upstream-denied' }],
    provenance: { served: 'partial', s3Lists: 1 },
  });
});

test('a part that is answered from expired data because S3 failed is declared stale', async () => {
  let fails = false;
  const world: World = new World({
    bucket: { listLifeMs: LIFE_MS },
    store: (store) => ({
      ...store,
      list: async (request) => (fails && request.prefix === 'down/' ? UNAVAILABLE : store.list(request)),
    }),
  });
  for (const key of ['new/a', 'down/a']) world.put(key);
  await ask(world, 'down/');
  world.now += LIFE_MS + 1;
  fails = true;
  const answer = await ask(world, 'new/', 'down/');
  expect(answer).toMatchObject({
    value: [{ outcome: 'answered' }, { outcome: 'answered' }],
    provenance: { served: 'stale', detail: 'stale-if-error' },
  });
});

test('the answer counts the calls of all parts if all failed', async () => {
  const world = new World({
    store: (store) => ({ ...store, list: async () => DENIED }),
  });
  const answer = await ask(world, 'a/', 'b/');
  expect(answer).toMatchObject({ outcome: 'failed', provenance: { s3Lists: 2 } });
});
