/**
 * Found by the simulation (seed 785). An event for a name that no record can hold raises a floor instead of writing a
 * mark. Instances cache the bucket's item for a second, so the event counted as processed before all instances knew
 * the floor.
 */
import { expect, test } from '@jest/globals';
import type { IndexTable } from '../../lambdas/core/ports/index-table.ts';
import { World } from '../support/world.ts';

const UNHELD = 'unheld';

test('a read after such an event was processed sees the floor, even if the bucket item was read just before', async () => {
  const table = (inner: IndexTable): IndexTable => ({
    ...inner,
    canHold: (name) => name !== UNHELD && inner.canHold(name),
  });
  const world = new World({ table });
  expect((await world.list('')).names).toEqual([]);
  await world.putAndTell(UNHELD);
  expect((await world.list('')).names).toEqual([UNHELD]);
});
