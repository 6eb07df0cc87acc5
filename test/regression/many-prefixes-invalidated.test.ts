/**
 * An invalidation of 1,000 prefixes, which the contract allows, wrote 1,000 floors into the bucket's one item, one
 * after the other. It took 18 s on an idle table, and the item became larger than allowed.
 */
import { expect, test } from '@jest/globals';
import type { IndexTable } from '../../lambdas/core/ports/index-table.ts';
import { World } from '../support/world.ts';

test('many prefixes are invalidated by one floor above all of them', async () => {
  const raised: string[] = [];
  const table = (inner: IndexTable): IndexTable => ({
    ...inner,
    raiseFloor: (bucket, prefix, ...rest) => {
      raised.push(prefix);
      return inner.raiseFloor(bucket, prefix, ...rest);
    },
  });
  const world = new World({ table });
  const prefixes = Array.from({ length: 1_000 }, (_, i) => `logs/app/${i}/`);
  world.put('logs/app/7/a');
  world.put('other/a');
  await world.list('logs/app/7/');
  await world.list('other/');
  world.put('logs/app/7/b');
  world.now += 1_000;

  await world.reader.invalidate({ bucket: world.bucket, keys: [], prefixes });

  expect(raised).toEqual(['logs/app/']);
  expect((await world.list('logs/app/7/')).names).toEqual(['a', 'b']);
  expect(await world.callsOf(() => world.list('other/'))).toEqual({ list: 0, head: 0 });
  await world.reader.invalidate({ bucket: world.bucket, keys: [], prefixes: [...prefixes, 'z/'] });
  expect(raised).toEqual(['logs/app/', '']);
});
