/** Primary keys. The item's kind stands in the partition key, because a name may need the whole sort key. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Directory } from '../../core/model/names.ts';
import type { Position } from '../../core/model/position.ts';
import { PARTITION_KEY, SINGLE, SORT_KEY } from './schema.ts';
import { sortKeyOf } from './sort-key.ts';

export type Item = Record<string, AttributeValue>;

const key = (partition: string, sort: string): Item => ({
  [PARTITION_KEY]: { S: partition },
  [SORT_KEY]: { S: sort },
});

// A bucket's name has no '#', so bucket and prefix cannot run into each other.
const partition = (kind: 'h' | 'p' | 's', { bucket, prefix }: Directory) => `${kind}#${bucket}#${prefix}`;

export const chunkPartition = (directory: Directory) => partition('p', directory);
export const recordPartition = (directory: Directory) => partition('s', directory);

export const bucketKey = (bucket: string) => key(`b#${bucket}`, SINGLE);
export const headKey = (directory: Directory) => key(partition('h', directory), SINGLE);
export const chunkKey = (directory: Directory, after: Position) =>
  key(chunkPartition(directory), sortKeyOf(after));
export const recordKey = (directory: Directory, name: string) =>
  key(recordPartition(directory), sortKeyOf(name));
