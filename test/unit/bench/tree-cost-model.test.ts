import { expect, test } from '@jest/globals';
import { eventUsd, questionUsd } from '../../../bench/cost-model.ts';
import { chainUsd, s3dexRecursive, s3dexUsage, usageLosesFrom } from '../../../bench/tree-cost-model.ts';

test('a recursive listing of 1,000 takes one LIST cold, none warm, and one HEAD after a write', () => {
  expect(s3dexRecursive(1_000, 'cold').calls).toMatchObject({ s3Lists: 1, s3Heads: 0 });
  expect(s3dexRecursive(1_000, 'warm').calls).toMatchObject({ s3Lists: 0, s3Heads: 0, wru: 0 });
  expect(s3dexRecursive(1_000, 'after-1-write').calls).toMatchObject({ s3Lists: 0, s3Heads: 1, wru: 1 });
});

test('a warm usage costs far less than a chain of LISTs, a single one more', () => {
  expect(questionUsd(s3dexUsage(1_000_000, 'warm'))).toBeLessThan(chainUsd(1_000_000) / 100);
  expect(questionUsd(s3dexUsage(1_000_000, 'cold'))).toBeGreaterThan(chainUsd(1_000_000));
});

test('from some number of pages with writes on, the chain costs less', () => {
  const from = usageLosesFrom(1_000_000, eventUsd(1))!;
  const usd = (touched: number) =>
    questionUsd(s3dexUsage(1_000_000, 'after-1-write', touched)) + touched * eventUsd(1);
  expect(usd(from)).toBeGreaterThan(chainUsd(1_000_000));
  expect(usd(from - 1)).toBeLessThanOrEqual(chainUsd(1_000_000));
});
