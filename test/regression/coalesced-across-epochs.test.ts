/**
 * A request that began after the table was emptied joined a fill that had begun before. The fill's watch was deleted
 * with the table, so events in between wrote no marks, and the fill's page was used in the new epoch.
 */
import { expect, test } from '@jest/globals';
import type { IndexTable } from '../../lambdas/core/ports/index-table.ts';
import type { ObjectStore } from '../../lambdas/core/ports/object-store.ts';
import { type Listing, World } from '../support/world.ts';

async function untilItWaits(): Promise<void> {
  for (let i = 0; i < 50; i++) await Promise.resolve();
}

test('a request does not join a fill of another epoch', async () => {
  let epoch = 'first';
  let joiner: Promise<Listing> | undefined;
  const table = (inner: IndexTable): IndexTable => ({
    ...inner,
    readBucket: async () => ({ epoch, feed: 's3', floors: new Map() }),
  });
  const store = (inner: ObjectStore): ObjectStore => ({
    ...inner,
    list: async (request) => {
      const answer = await inner.list(request);
      if (!joiner) {
        // S3 has answered. Before the answer arrives, the table is emptied, a file is written, and its event finds no
        // watch.
        epoch = 'second';
        world.put('d/b');
        world.now += 1_500;
        joiner = world.list('d/');
        await untilItWaits();
      }
      return answer;
    },
  });
  const world = new World({ table, store });
  world.put('d/a');
  await world.list('d/');
  expect((await joiner)?.names).toEqual(['a', 'b']);
});
