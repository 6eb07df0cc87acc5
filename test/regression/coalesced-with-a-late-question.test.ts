/**
 * Found by the simulation (seed 7659). A request that had just joined another request's fill failed, because the time
 * of the other request was up. A fill that ran out of time says nothing about S3.
 */
import { expect, test } from '@jest/globals';
import type { IndexTable } from '../../lambdas/core/ports/index-table.ts';
import { type Listing, World } from '../support/world.ts';

const BUDGET_MS = 20_000;

async function untilItWaits(): Promise<void> {
  for (let i = 0; i < 50; i++) await Promise.resolve();
}

test('a request that joined a fill which ran out of time sends its own', async () => {
  let joiner: Promise<Listing> | undefined;
  const slowLease = (table: IndexTable): IndexTable => ({
    ...table,
    acquireFill: async (directory, request) => {
      world.now += BUDGET_MS - 10;
      joiner ??= world.list('d/');
      await untilItWaits();
      world.now += 20;
      return table.acquireFill(directory, request);
    },
  });
  const world = new World({ table: slowLease });
  world.put('d/a');
  await expect(world.list('d/')).rejects.toThrow('S3 did not answer in time');
  expect((await joiner)?.names).toEqual(['a']);
});
