/**
 * One object whose HEAD failed made its directory unavailable: after one event for the object, every listing was a
 * 503 until the end of the life.
 */
import { expect, test } from '@jest/globals';
import type { ObjectStore, StoreFailure } from '../../lambdas/core/ports/object-store.ts';
import { World } from '../support/world.ts';

const REASONS: StoreFailure['reason'][] = ['unavailable', 'denied', 'invalid-response'];

test.each(REASONS)('if a HEAD fails (%s), its page is listed instead', async (reason) => {
  const asked: (number | undefined)[] = [];
  const store = (inner: ObjectStore): ObjectStore => ({
    ...inner,
    head: async ({ budgetMs }) => {
      asked.push(budgetMs);
      return { outcome: 'failed', reason, message: 'S3: 503' };
    },
  });
  const world = new World({ store });
  for (const key of ['d/a', 'd/k']) world.put(key);
  await world.list('d/');
  await world.putAndTell('d/k');
  const calls = await world.callsOf(async () => expect((await world.list('d/')).names).toEqual(['a', 'k']));
  expect(calls.list).toBe(1);
  // There is enough time left for the LIST.
  expect(asked).toEqual([3_000]);
  expect(await world.callsOf(() => world.list('d/'))).toEqual({ list: 0, head: 0 });
});
