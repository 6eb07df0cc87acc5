/**
 * Found by the simulation (seed 785): an event for a name that no record can hold raises a floor instead of a mark, and was done
 * with before the floor was known to instances that keep the bucket's item for a second.
 */
import { expect, test } from '@jest/globals';
import type { IndexTable } from '../../lambdas/core/ports/index-table.ts';
import { World } from '../support/world.ts';

const UNHELD = 'unheld';

test('a read after the event was processed sees it, however lately the bucket item was read', async () => {
  const table = (inner: IndexTable): IndexTable => ({
    ...inner,
    canHold: (name) => name !== UNHELD && inner.canHold(name),
  });
  const world = new World({ table });
  expect((await world.list('')).names).toEqual([]);
  await world.putAndTell(UNHELD);
  expect((await world.list('')).names).toEqual([UNHELD]);
});
