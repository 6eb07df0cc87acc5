/**
 * Found by the simulation (seed 940). S3 failed, an expired page was used, and then a write of the same question
 * failed. The answer's detail was "index-unavailable", and the answer did not say that it was stale.
 */
import { expect, test } from '@jest/globals';
import { IndexUnavailable } from '../../lambdas/core/ports/index-table.ts';
import { HOUR_MS, World } from '../support/world.ts';

test('a stale answer says so, even if the index fails after it was read', async () => {
  const isAnswered = Promise.withResolvers<void>();
  let isFailing = false;
  const world: World = new World({
    store: (store) => ({
      ...store,
      list: async (request) => {
        if (!isFailing || request.prefix !== 'old/') return store.list(request);
        return { outcome: 'failed', reason: 'unavailable', message: 'SlowDown' };
      },
    }),
    table: (table) => ({
      ...table,
      writeChunk: async (...asked) => {
        if (!isFailing) return table.writeChunk(...asked);
        await isAnswered.promise;
        throw new IndexUnavailable('throttled');
      },
    }),
  });
  world.put('old/a');
  world.put('new/a');
  await world.list('old/');
  world.now += HOUR_MS + 1;
  isFailing = true;
  const question = world.statMany(['new/', 'old/']);
  for (let i = 0; i < 500; i++) await Promise.resolve();
  isAnswered.resolve();
  expect(await question).toMatchObject({
    outcome: 'answered',
    provenance: { served: 'stale', detail: 'stale-if-error', stored: false },
  });
});
