import { describe, expect, test } from '@jest/globals';
import {
  cheaperBetween,
  eventUsd,
  questionUsd,
  rivalListing,
  s3dexListing,
  usdAtReadsPerChange,
} from '../../../bench/cost-model.ts';

describe('the cost model', () => {
  test.each([20, 100, 1_000, 10_000])(
    'lists %d objects with one LIST a page when cold, and none when warm',
    (n) => {
      expect(s3dexListing(n, 'cold').calls).toMatchObject({ s3Lists: Math.ceil(n / 1_000), s3Heads: 0 });
      expect(s3dexListing(n, 'warm').calls).toMatchObject({ s3Lists: 0, s3Heads: 0, wru: 0 });
      expect(s3dexListing(n, 'after-1-write').calls).toMatchObject({ s3Lists: 0, s3Heads: 1, wru: 1 });
    },
  );

  test('prices a LIST and its HEADs as S3 does', () => {
    expect(questionUsd(rivalListing('list-then-head', 1_000, 'warm'))).toBeCloseTo(5 + 1_000 * 0.4);
  });

  test('the cost of an event is the queue, the function and its logs, and a write unit for each watched directory', () => {
    const invocation = 0.2 + 0.5 * 0.035 * 13.3334 + 0.0006 * 500;
    expect(eventUsd(0)).toBeCloseTo(1.2 * 0.4 + invocation / 10);
    expect(eventUsd(0, 1)).toBeCloseTo(3 * 0.4 + invocation);
    expect(eventUsd(3) - eventUsd(0)).toBeCloseTo(3 * 0.625);
  });

  test('the cost of a question is its calls, the API, the function and the logs', () => {
    const { calls } = s3dexListing(1_000, 'warm');
    const around = 1 + 0.2 + 0.012 * 13.3334 + 0.00045 * 500 + 0.00006 * 500;
    expect(questionUsd(s3dexListing(1_000, 'warm'))).toBeCloseTo(calls.rru * 0.125 + around);
  });

  test('more reads between two changes never make a read more expensive', () => {
    const costs = [0.1, 0.5, 1, 2, 10, 100, 1_000].map((reads) => usdAtReadsPerChange('s3dex', 1_000, reads));
    expect(costs).toEqual([...costs].sort((a, b) => b - a));
  });

  test('also shows where s3dex is more expensive', () => {
    expect(cheaperBetween('item-per-object', 20)).toBeUndefined();
    const { from, to } = cheaperBetween('ttl-cache', 1_000)!;
    expect(usdAtReadsPerChange('s3dex', 1_000, from - 1)).toBeGreaterThan(
      usdAtReadsPerChange('ttl-cache', 1_000, from - 1),
    );
    expect(usdAtReadsPerChange('s3dex', 1_000, to!)).toBeGreaterThanOrEqual(
      usdAtReadsPerChange('ttl-cache', 1_000, to!),
    );
  });
});
