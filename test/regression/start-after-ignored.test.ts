/** Servers that know StartAfter only for keys that exist: a LIST around a name, which starts just below it, said that nothing is there. */
import { expect, test } from '@jest/globals';
import { createS3Store } from '../../lambdas/adapters/s3/store.ts';
import { MISSES_BEFORE_LIST } from '../../lambdas/core/model/cost.ts';
import { RIGHT, STARTS } from '../support/stub-s3/manners.ts';
import { StubS3 } from '../support/stub-s3/stub.ts';
import { World } from '../support/world.ts';

const telemetry = { count: () => {} };
const keys = Array.from({ length: MISSES_BEFORE_LIST + 3 }, (_, i) => `k${String(i).padStart(2, '0')}`);

test.each(STARTS)('StartAfter %s: every object is found', async (start) => {
  const stub = new StubS3(keys, { ...RIGHT, start });
  const world = new World({ store: () => createS3Store({ clientFor: () => stub.client, telemetry }) });
  for (const key of keys)
    expect(await world.stat(key)).toMatchObject({ outcome: 'answered', value: { key } });
  expect(stub.lists).toBeGreaterThan(0);
  expect((await world.list('')).names).toEqual(keys);
});
