/**
 * Some servers support StartAfter only for existing keys. A LIST around a name starts just below the name, and such a
 * server then returned nothing.
 */
import { expect, test } from '@jest/globals';
import { createS3Store } from '../../lambdas/adapters/s3/store.ts';
import { MISSES_BEFORE_LIST } from '../../lambdas/core/model/cost.ts';
import { RIGHT, STARTS } from '../support/stub-s3/manners.ts';
import { StubS3 } from '../support/stub-s3/stub.ts';
import { World } from '../support/world.ts';

const telemetry = { count: () => {} };
const keys = Array.from({ length: MISSES_BEFORE_LIST + 3 }, (_, i) => `k${String(i).padStart(2, '0')}`);

test('a LIST that returns something is not repeated', async () => {
  const stub = new StubS3(keys, RIGHT);
  const store = createS3Store({ clientFor: () => stub.client, telemetry });
  const list = (startAfter: string) => store.list({ bucket: 'b', prefix: '', startAfter, maxKeys: 1_000 });
  expect(await list('k00')).toMatchObject({ outcome: 'listed' });
  expect(stub.lists).toBe(1);
  expect(await list('zzz')).toMatchObject({ entries: [] });
  expect(stub.lists).toBe(3);
  // The server has listed something after a key that certainly does not exist, so it supports StartAfter for any key.
  await list('k00\u{10ffff}');
  await list('zzz');
  expect(stub.lists).toBe(5);
});

test.each(STARTS)('StartAfter %s: every object is found', async (start) => {
  const stub = new StubS3(keys, { ...RIGHT, start });
  const world = new World({ store: () => createS3Store({ clientFor: () => stub.client, telemetry }) });
  for (const key of keys)
    expect(await world.stat(key)).toMatchObject({ outcome: 'answered', value: { key } });
  expect(stub.lists).toBeGreaterThan(0);
  expect((await world.list('')).names).toEqual(keys);
});
