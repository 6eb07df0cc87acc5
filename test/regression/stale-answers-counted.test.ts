/** Expired answers that were given because S3 failed were counted as misses, and the counter `stale` was always 0. */
import { expect, test } from '@jest/globals';
import type { ObjectStore } from '../../lambdas/core/ports/object-store.ts';
import type { Counter } from '../../lambdas/core/ports/telemetry.ts';
import { countQuestion } from '../../lambdas/http/count-question.ts';
import { statsOf } from '../../lambdas/http/operations/stats.ts';
import { HOUR_MS, ORDINARY, World } from '../support/world.ts';

test('a stale answer that is given because S3 failed is counted as stale', async () => {
  let down = false;
  const store = (inner: ObjectStore): ObjectStore => ({
    ...inner,
    list: async (request) =>
      down ? { outcome: 'failed', reason: 'unavailable', message: 'down' } : inner.list(request),
  });
  const world = new World({ store });
  world.put('d/a');
  await world.list('d/');
  world.now += HOUR_MS + 1;
  down = true;
  const counts: Partial<Record<Counter, number>> = {};
  const telemetry = {
    count: (counter: Counter, by = 1) => {
      counts[counter] = (counts[counter] ?? 0) + by;
    },
  };

  const question = { bucket: world.bucket, directory: 'd/', filter: '', limit: 1, freshness: ORDINARY };
  countQuestion({ telemetry }, await world.reader.list(question), () => ({ lists: 1, heads: 0, objects: 1 }));

  expect(statsOf({ counters: () => counts, startedAt: 0 }, undefined)).toMatchObject({
    requests: 1,
    stale: 1,
    misses: 0,
    hits: 0,
  });
});
