import { expect, test } from '@jest/globals';
import { isDirectoryIn, type Scope, scopeId } from '../../../../lambdas/core/model/scope.ts';
import { feedHasEvents, feedOf, type ServedBucket } from '../../../../lambdas/core/model/served-bucket.ts';

const place = { bucket: 'b', prefix: 'p/' };
const kinds = [undefined, 'tree', 'digests'] as const;

test('each kind, bucket and prefix has an ID of its own; without a kind it is a directory', () => {
  const scopes: Scope[] = kinds.flatMap((kind) => [
    ...[
      { ...place, kind },
      { bucket: 'c', prefix: 'p/', kind },
      { bucket: 'b', prefix: '', kind },
    ],
  ]);
  expect(new Set(scopes.map(scopeId)).size).toBe(scopes.length);
  expect(scopeId(place)).toBe(scopeId({ ...place, kind: 'directory' }));
});

test('a name that ends in a slash is a directory in a directory, and a key in a tree', () => {
  expect(kinds.map((kind) => isDirectoryIn({ ...place, kind }, 'a/'))).toEqual([true, false, false]);
  expect(kinds.map((kind) => isDirectoryIn({ ...place, kind }, 'a'))).toEqual([false, false, false]);
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
