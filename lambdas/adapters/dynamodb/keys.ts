/**
 * Primary keys. The kind of an item is part of the partition key, because a name may take the whole length of the
 * sort key.
 */
import { isBucketName } from '../../../shared/bucket-name.ts';
import type { FillName } from '../../core/model/fill-job.ts';
import type { Directory } from '../../core/model/names.ts';
import type { Position } from '../../core/model/range.ts';
import type { Scope, ScopeKind } from '../../core/model/scope.ts';
import { FILL_RANGE_LETTER, PARTITION_KEY, SINGLE, SORT_KEY } from './schema.ts';
import { sortKeyOf } from './sort-key.ts';

/** An item, a part of an item, or a key, as plain values. attributes.ts checks the types of the values. */
export type Item = Record<string, unknown>;

const key = (partition: string, sort: string): Item => ({
  [PARTITION_KEY]: partition,
  [SORT_KEY]: sort,
});

// Bucket names have no '#', so it separates bucket and prefix without ambiguity.
const partition = (letter: string, { bucket, prefix }: Directory) => `${letter}#${bucket}#${prefix}`;

const BUCKET_LETTER = 'b';
const HEAD_LETTER = 'h';
const FILL_LETTER = 'j';
const CHUNKS: Record<ScopeKind, string> = { directory: 'p', tree: 't', digests: 'd' };
const RECORDS: Record<ScopeKind, string> = { directory: 's', tree: 'u', digests: 'v' };

export const chunkPartition = (scope: Scope) => partition(CHUNKS[scope.kind ?? 'directory'], scope);
export const recordPartition = (scope: Scope) => partition(RECORDS[scope.kind ?? 'directory'], scope);

export const bucketKey = (bucket: string) => key(`${BUCKET_LETTER}#${bucket}`, SINGLE);
export const headKey = (directory: Directory) => key(partition(HEAD_LETTER, directory), SINGLE);
/** A fill and its ranges share a partition. */
export const fillPartition = ({ bucket, id }: FillName) => `${FILL_LETTER}#${bucket}#${id}`;
export const fillKey = (fill: FillName) => key(fillPartition(fill), SINGLE);
export const fillRangeKey = (fill: FillName, id: string) => key(fillPartition(fill), FILL_RANGE_LETTER + id);
export const chunkKey = (scope: Scope, after: Position) => key(chunkPartition(scope), sortKeyOf(after));
export const recordKey = (scope: Scope, name: string) => key(recordPartition(scope), sortKeyOf(name));

/** The letters of partitions that contain more than the bucket's name. */
const INNER_LETTERS = new Set([
  HEAD_LETTER,
  FILL_LETTER,
  ...Object.values(CHUNKS),
  ...Object.values(RECORDS),
]);

/**
 * The bucket of an item, and whether the item is the bucket's own item. Returns `undefined` for a partition key that
 * this table never has.
 */
export function parsePartition(text: string): { bucket: string; isBucketItem: boolean } | undefined {
  const [letter = '', bucket = '', ...rest] = text.split('#');
  if (!isBucketName(bucket)) return undefined;
  const isBucketItem = rest.length === 0;
  const isOurs = isBucketItem ? letter === BUCKET_LETTER : INNER_LETTERS.has(letter);
  return isOurs ? { bucket, isBucketItem } : undefined;
}
