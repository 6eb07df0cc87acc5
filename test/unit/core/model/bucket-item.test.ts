import { expect, test } from '@jest/globals';
import { feedHasEvents, feedOf, floorKnownMs } from '../../../../lambdas/core/model/bucket-item.ts';
import type { ServedBucket } from '../../../../lambdas/core/model/served-bucket.ts';

test('a floor is known after the cache time, the margin of the clock and the slack of timers', () => {
  expect(floorKnownMs(0)).toBe(1_025);
  expect(floorKnownMs(100)).toBe(1_125);
});

test('a feed is the mode, and the subscription if there is one', () => {
  const bucket: ServedBucket = { name: 'b', events: 's3', prefixes: [], listLifeMs: 1, statLifeMs: 1 };
  expect(feedOf(bucket)).toBe('s3');
  expect(feedOf({ ...bucket, subscription: '2' })).toBe('s3:2');
});

test.each([
  ['none', false],
  ['none:2', false],
  ['s3', true],
  ['eventbridge:none', true],
  [undefined, true],
])('the feed %s has events: %s', (feed, has) => {
  expect(feedHasEvents(feed)).toBe(has);
});
