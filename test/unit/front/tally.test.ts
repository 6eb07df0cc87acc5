/** The savings or losses that `s3dex serve` reports. */
import { expect, test } from '@jest/globals';
import { dollarsOf } from '../../../contract/dollars.ts';
import type { Answered } from '../../../front/resolver/resolver.ts';
import { Tally } from '../../../front/serve/tally.ts';

const answer = (hit: boolean) =>
  ({ kind: 'head', freshness: { cacheStatus: { hit } } }) as unknown as Answered;

test('for a program that sends HEADs one by one, a loss is reported', () => {
  let calls = 0;
  const tally = new Tally(0, () => calls);
  for (let i = 0; i < 100; i++) {
    calls++;
    tally.answered('HeadObject', answer(true));
  }
  const { dollars, advice } = tally.report();
  expect(dollars.saved).toBeLessThan(0);
  expect(dollars.direct).toBeCloseTo(dollarsOf({ plainHeads: 100 }).direct, 12);
  expect(advice).toContain('--head pass is cheaper');
});

test('listings that the index holds are savings, and those that needed S3 are costs', () => {
  const tally = new Tally(0, () => 10);
  for (let i = 0; i < 10; i++) tally.answered('ListObjectsV2', answer(i > 0));
  const { dollars, fetched, advice } = tally.report();
  expect(fetched).toBe(1);
  expect(dollars.saved).toBeGreaterThan(0);
  expect(dollars.saved).toBeCloseTo(dollars.direct - dollars.spent, 12);
  expect(dollars.spent).toBeGreaterThan(dollarsOf({ s3List: 1, httpRequests: 10 }).spent);
  expect(advice).toBeUndefined();
});
