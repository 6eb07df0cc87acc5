/**
 * Different names may be observed at different times. A client that puts `v2` and then deletes `v1` never leaves the
 * directory empty. But an old page without `v2` and a later revalidation of `v1` together showed it as empty.
 */
import { expect, test } from '@jest/globals';
import { NAME_ORDER, type SortOrder } from '../../lambdas/core/model/sort-order.ts';
import { ORDINARY, World } from '../support/world.ts';

async function replacedByAnother(): Promise<World> {
  const world = new World();
  world.put('d/v1');
  await world.list('d/');
  world.now += 10;
  world.put('d/v2');
  // The event of the removal arrives first. The event of the new name has not arrived yet.
  await world.removeAndTell('d/v1');
  return world;
}

test('an empty listing that rests on more than one observation is confirmed', async () => {
  const world = await replacedByAnother();
  expect((await world.list('d/')).names).toEqual(['v2']);
});

test('an absent directory is confirmed too, in a stat and in a stat of many', async () => {
  const world = await replacedByAnother();
  expect(await world.stat('d/')).toMatchObject({ outcome: 'answered' });
  const many = await (await replacedByAnother()).statMany(['d/', 'x']);
  expect(many).toMatchObject({
    value: [
      { key: 'd/', found: true },
      { key: 'x', found: false },
    ],
  });
});

test('the confirmation is stored, so the same request costs nothing the next time', async () => {
  const world = new World();
  world.put('d/v1');
  await world.list('d/');
  world.now += 10;
  await world.removeAndTell('d/v1');
  expect((await world.list('d/')).names).toEqual([]);
  world.now += 1;
  expect(await world.callsOf(() => world.list('d/'))).toEqual({ list: 0, head: 0 });
});

test('a caller that forbids asking S3 gets no unconfirmed emptiness', async () => {
  const world = await replacedByAnother();
  await world.stat('d/v1');
  const freshness = { ...ORDINARY, onlyIfCached: true };
  await expect(world.list('d/', { freshness })).rejects.toThrow('only-if-cached');
});

test.each<SortOrder>([NAME_ORDER, { by: 'size', descending: true }])(
  'a sorted or filtered empty listing is confirmed too: %j',
  async (order) => {
    const world = await replacedByAnother();
    const answer = await world.reader.find({
      bucket: world.bucket,
      directory: 'd/',
      filter: '',
      selection: { type: 'object' },
      order,
      limit: 10,
      partial: false,
      freshness: ORDINARY,
    });
    expect(answer).toMatchObject({ outcome: 'answered', value: { entries: [{ name: 'v2' }] } });
  },
);
