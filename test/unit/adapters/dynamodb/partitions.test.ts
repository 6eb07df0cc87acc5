/** The bucket of every kind of item can be read from its partition key. */
import { expect, test } from '@jest/globals';
import {
  bucketKey,
  chunkKey,
  fillKey,
  fillRangeKey,
  headKey,
  parsePartition,
  recordKey,
} from '../../../../lambdas/adapters/dynamodb/keys.ts';
import { PARTITION_KEY } from '../../../../lambdas/adapters/dynamodb/schema.ts';
import type { ScopeKind } from '../../../../lambdas/core/model/scope.ts';

const KINDS: ScopeKind[] = ['directory', 'tree', 'digests'];

test.each(['photos', 'My_Photos.2017'])('of the bucket %s', (bucket) => {
  expect(parsePartition(String(bucketKey(bucket)[PARTITION_KEY]))).toEqual({ bucket, isBucketItem: true });
  for (const prefix of ['', 'a/b/', 'a#b/', '#/']) {
    const items = [
      headKey({ bucket, prefix }),
      fillKey({ bucket, id: 'id' }),
      fillRangeKey({ bucket, id: 'id' }, 'r'),
      ...KINDS.flatMap((kind) => [
        chunkKey({ kind, bucket, prefix }, 'name'),
        recordKey({ kind, bucket, prefix }, 'name'),
      ]),
    ];
    for (const item of items)
      expect(parsePartition(String(item[PARTITION_KEY]))).toEqual({ bucket, isBucketItem: false });
  }
});

test.each(['', '#', 'b', 'b#', 'b#ab', 'b#photos#', 'h#photos', 'x#photos#a/', 'USER#123', 'hh#photos#a/'])(
  'a partition key that s3dex does not write: %j',
  (text) => {
    expect(parsePartition(text)).toBeUndefined();
  },
);
