/**
 * Inspect showed the lease of a fill that had ended long ago. A lease is shown only while an instance fills the
 * directory.
 */
import { expect, test } from '@jest/globals';
import { NOW, service } from '../unit/http/fixture.ts';

test.each([
  ['a lease that has ended', NOW - 1, undefined],
  ['a lease that ends now', NOW, undefined],
  ['a live lease', NOW + 1_500, '2026-11-22T09:30:01.500Z'],
])('%s', async (_what, leaseUntil, shown) => {
  const response = await service({
    inspect: async () => ({
      outcome: 'answered',
      value: {
        head: { watchedUntil: NOW + 5_000, misses: 0, leaseUntil },
        chunks: [],
        records: [],
        voidNames: 0,
        coverage: 'none',
        truncated: false,
      },
    }),
  }).send({ path: '/v1/buckets/demo/index', query: 'prefix=photos/' });
  expect(JSON.parse(response.body).head.leaseUntil).toBe(shown);
});
