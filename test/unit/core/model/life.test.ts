/** Lives during the time in which a bucket's events may not be delivered yet, and how long floors are needed. */
import { describe, expect, test } from '@jest/globals';
import type { BucketItem } from '../../../../lambdas/core/model/bucket-item.ts';
import {
  KEEP_SLACK_MS,
  MAX_WATCH_MS,
  pruneFloorsBefore,
  settling,
} from '../../../../lambdas/core/model/life.ts';
import type { ServedBucket } from '../../../../lambdas/core/model/served-bucket.ts';

const SINCE = 1_000_000;
const MINUTE_MS = 60_000;
const ITEM: BucketItem = { epoch: 'e', floors: new Map(), since: SINCE };
const bridged = (lifeMs: number): ServedBucket => ({
  ...{ name: 'b', events: 'eventbridge', prefixes: [] },
  ...{ listLifeMs: lifeMs, statLifeMs: lifeMs + 1, tree: { roots: [''], lifeMs: lifeMs + 2 } },
});
const livesOf = ({ listLifeMs, statLifeMs, tree }: ServedBucket) => [listLifeMs, statLifeMs, tree?.lifeMs];

describe('in the first ten minutes of an epoch with EventBridge', () => {
  test('no life is longer than a minute', () => {
    for (const now of [SINCE, SINCE + MINUTE_MS, SINCE + 10 * MINUTE_MS - 1])
      expect(livesOf(settling(bridged(3_600_000), ITEM, now))).toEqual([MINUTE_MS, MINUTE_MS, MINUTE_MS]);
  });

  test('shorter lives stay as they are, and a bucket without a tree gets none', () => {
    expect(livesOf(settling(bridged(5_000), ITEM, SINCE))).toEqual([5_000, 5_001, 5_002]);
    const { tree: _, ...flat } = bridged(3_600_000);
    expect(settling(flat, ITEM, SINCE)).not.toHaveProperty('tree.lifeMs');
    expect(settling(flat, ITEM, SINCE).listLifeMs).toBe(MINUTE_MS);
  });
});

test('after ten minutes, or with other events, the lives are as configured', () => {
  const bucket = bridged(3_600_000);
  expect(settling(bucket, ITEM, SINCE + 10 * MINUTE_MS)).toBe(bucket);
  expect(settling(bucket, { ...ITEM, since: undefined }, SINCE)).toBe(bucket);
  const notified: ServedBucket = { ...bucket, events: 's3' };
  expect(settling(notified, ITEM, SINCE)).toBe(notified);
});

test('a floor is kept for the longest watch that any setting allows, and some slack', () => {
  const at = 10 ** 12;
  expect(at - pruneFloorsBefore(at)).toBe(MAX_WATCH_MS + KEEP_SLACK_MS);
});
