/**
 * Each part of a list of many was judged when it was done, not when the answer left: with a life of 5 s and a directory that took 4.5 s, the
 * others left at an age of 8.5 s. A stale answer of one part was not declared where another came first. And of parts that failed nothing was counted: an answer that had asked S3 called itself a hit.
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

test('a part that ended while others were waited for is asked for again', async () => {
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

test('the S3 calls of a part that failed are in the answer, which is no hit', async () => {
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

test('a part that S3 failed, and that was answered from what had ended, is declared', async () => {
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

test('so are the calls of all, where all failed', async () => {
  const world = new World({
    store: (store) => ({ ...store, list: async () => DENIED }),
  });
  const answer = await ask(world, 'a/', 'b/');
  expect(answer).toMatchObject({ outcome: 'failed', provenance: { s3Lists: 2 } });
});
