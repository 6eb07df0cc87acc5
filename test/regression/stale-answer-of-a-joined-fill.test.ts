/**
 * S3 failed while two requests waited for one LIST. The request that sent the LIST declared its expired answer as
 * stale. The request that had joined had made no call, so it returned the same expired answer as a hit.
 */
import { expect, test } from '@jest/globals';
import type { ObjectStore } from '../../lambdas/core/ports/object-store.ts';
import { HOUR_MS, World } from '../support/world.ts';

test('an expired answer is declared stale, whichever request asked S3', async () => {
  let down = false;
  const store = (inner: ObjectStore): ObjectStore => ({
    ...inner,
    list: async (request) => {
      if (!down) return inner.list(request);
      for (let i = 0; i < 50; i++) await Promise.resolve();
      return { outcome: 'failed', reason: 'unavailable', message: 'down' };
    },
  });
  const world = new World({ store });
  world.put('d/a');
  await world.list('d/');
  world.now += HOUR_MS + 1;
  down = true;

  const answers = await Promise.all([world.list('d/'), world.list('d/')]);

  for (const { names, provenances } of answers) {
    expect(names).toEqual(['a']);
    expect(provenances[0]).toMatchObject({ served: 'stale', detail: 'stale-if-error', stored: false });
  }
  expect(world.counts.coalesced).toBe(1);
});
