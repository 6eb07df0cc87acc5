/**
 * A slow table used up a question's time before S3 was asked. The question answered from what had ended, as a hit, with a `ttl` below
 * zero: nobody knew that S3 would not have answered, and nothing said that the answer was stale.
 */
import { expect, test } from '@jest/globals';
import type { IndexTable } from '../../lambdas/core/ports/index-table.ts';
import { HOUR_MS, ORDINARY, World } from '../support/world.ts';

test('what has ended is no answer to a question that did not ask S3', async () => {
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
