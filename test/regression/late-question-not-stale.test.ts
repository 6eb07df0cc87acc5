/**
 * A slow table used up a request's time before S3 was asked. The request was answered from an expired observation,
 * as a hit with a negative `ttl`. S3 had not failed, and the answer was not declared stale.
 */
import { expect, test } from '@jest/globals';
import type { IndexTable } from '../../lambdas/core/ports/index-table.ts';
import { HOUR_MS, ORDINARY, World } from '../support/world.ts';

test('an expired observation is no answer to a request that did not ask S3', async () => {
  let slowMs = 0;
  const table = (inner: IndexTable): IndexTable => ({
    ...inner,
    readChunks: (...asked) => {
      world.now += slowMs;
      return inner.readChunks(...asked);
    },
  });
  const world = new World({ table });
  world.put('d/a');
  await world.list('d/');
  world.now += HOUR_MS + 1;
  slowMs = 30_000;

  const question = { bucket: world.bucket, directory: 'd/', filter: '', limit: 1_000, freshness: ORDINARY };

  expect(await world.reader.list(question)).toMatchObject({ outcome: 'failed', code: 'unavailable' });
  expect(await world.statMany(['d/a'])).toMatchObject({ outcome: 'failed', code: 'unavailable' });
  expect(await world.stat('d/a')).toMatchObject({ outcome: 'failed', code: 'unavailable' });
});
