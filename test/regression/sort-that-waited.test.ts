/**
 * A sort that ran out of time because the index or S3 was slow was refused as too expensive ("looking at 0 names took
 * all the time of a request", "more than 50 LISTs" after one LIST). The caller cannot change that. The correct answer
 * is 503, after which the request may be repeated.
 */
import { expect, test } from '@jest/globals';
import { ORDINARY, World } from '../support/world.ts';

const BUDGET_MS = 20_000;

const sort = (world: World, freshness = ORDINARY) =>
  world.reader.find({
    bucket: world.bucket,
    directory: 'd/',
    filter: '',
    selection: {},
    order: { by: 'size', descending: true },
    limit: 10,
    partial: false,
    freshness,
  });

test('a sort that a slow index delays is unavailable, not too expensive', async () => {
  let slow = false;
  const world: World = new World({
    table: (table) => ({
      ...table,
      readChunks: async (...request: Parameters<typeof table.readChunks>) => {
        if (slow) world.now += BUDGET_MS;
        return table.readChunks(...request);
      },
    }),
  });
  world.put('d/a');
  await world.list('d/');
  slow = true;
  expect(await sort(world)).toMatchObject({ outcome: 'failed', code: 'unavailable' });
});

test('a sort that waited for the LIST of another question is unavailable too', async () => {
  const listed = Promise.withResolvers<void>();
  const world: World = new World({
    store: (store) => ({
      ...store,
      list: async (request) => {
        await listed.promise;
        return store.list(request);
      },
    }),
  });
  world.put('d/a');
  const other = world.list('d/');
  const waiting = sort(world);
  for (let i = 0; i < 50; i++) await Promise.resolve();
  world.now += BUDGET_MS;
  listed.resolve();
  await other.catch(() => {});
  expect(await waiting).toMatchObject({ outcome: 'failed', code: 'unavailable' });
});

test('a sort that a slow S3 delays is unavailable, even if its answers are not stored', async () => {
  const world: World = new World({
    store: (store) => ({
      ...store,
      list: async (request) => {
        world.now += 0.6 * BUDGET_MS;
        return store.list({ ...request, maxKeys: 1 });
      },
    }),
  });
  for (const name of ['a', 'b', 'c']) world.put(`d/${name}`);
  const answer = await sort(world, { ...ORDINARY, noStore: true });
  expect(answer).toMatchObject({ outcome: 'failed', code: 'unavailable' });
});
