/**
 * One listing and 1,000 single stats cost about $0.0018 more than the same answers from S3, but `saved` was positive,
 * because it did not include the API, the function and its logs.
 */
import { expect, test } from '@jest/globals';
import { LOG_BYTES, logDollars } from '../../contract/dollars.ts';
import { PRICES } from '../../contract/prices.ts';
import type { Entry } from '../../lambdas/core/model/entry.ts';
import { HIT, NOW, service } from '../unit/http/fixture.ts';

const STATS = 1_000;

test('a listing and 1,000 single stats are not reported as a saving', async () => {
  const entry: Entry = { type: 'object', name: 'k', sizeBytes: 1 };
  const stats = service({
    list: async () => ({
      outcome: 'answered',
      value: { entries: [entry] },
      provenance: { ...HIT, served: 'miss' },
    }),
    stat: async () => ({
      outcome: 'answered',
      value: { type: 'object', key: 'k', entry },
      provenance: HIT,
    }),
  });
  // What the adapters count: the LIST and its chunks, then two reads per stat.
  stats.counted.set('s3List', 1);
  stats.counted.set('writeUnits', 25);
  stats.counted.set('readUnits', 1.5 + 1.5 * STATS);
  await stats.send({ path: '/v1/buckets/demo/entries' });
  for (let i = 0; i < STATS; i++) await stats.send({ path: '/v1/buckets/demo/stat', query: 'key=k' });

  const { dollars, since } = JSON.parse((await stats.send({ path: '/v1/stats' })).body);

  const request = PRICES.httpApiRequest + PRICES.lambdaRequest + logDollars(LOG_BYTES.request);
  const front = (STATS + 1) * (request + PRICES.lambdaGbSecond / 1_000);
  expect(Date.parse(since)).toBeLessThan(NOW);
  expect(dollars.direct).toBeCloseTo(PRICES.s3List + STATS * PRICES.s3Head, 8);
  expect(dollars.front).toBeCloseTo(front, 8);
  expect(dollars.spent).toBeCloseTo(front + 5e-6 + 25 * PRICES.writeUnit + 1_501.5 * PRICES.readUnit, 8);
  expect(dollars.saved).toBeCloseTo(dollars.direct - dollars.spent, 8);
  expect(dollars.saved).toBeLessThan(-0.001);
});
