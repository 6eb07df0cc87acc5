/**
 * The table, as data: the infrastructure creates it, the adapter and the tests use it, nobody retypes it. Attribute
 * names are short because DynamoDB bills and stores them in every item; most directories are one small chunk, where
 * names and times written out would outweigh the entries.
 */
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

export const PARTITION_KEY = 'pk';
export const SORT_KEY = 'sk';
/** DynamoDB's TTL attribute: epoch seconds. Items are deleted lazily, so no read relies on it. */
export const TTL_ATTRIBUTE = 'expiresAt';

/** The bucket's one item. Floors are attributes of their own, named by their prefix: `f#a/b/`. */
export const BUCKET = { epoch: 'g', feed: 'm', since: 's', floorPrefix: 'f#' } as const;

/**
 * A directory's head. Times are epoch ms. The watch for a tree is an attribute of its own for each root, named by the length of
 * the root, which is a start of the directory's prefix: `t0` for the whole bucket, `t7` for `photos/`.
 */
export const HEAD = {
  watchedUntil: 'w',
  misses: 'n',
  missesSince: 's',
  leaseUntil: 'l',
  treeWatchedUntilPrefix: 't',
} as const;

/** What chunks and observations have in common: `endsAfter` and `watchedFor` are ms after observedAt (epoch ms). */
export const OBSERVED = { observedAt: 'o', endsAfter: 'e', watchedFor: 'w', epoch: 'g' } as const;

/** A page chunk; the name it starts after is in its sort key. Version and checksum are in the body (core/codec/chunk-codec.ts). */
export const CHUNK = {
  ...OBSERVED,
  through: 't',
  count: 'n',
  sizeBytes: 's',
  newestMs: 'm',
  body: 'b',
} as const;

/** What a record says of its name besides the marks: all or nothing, and only this version's. */
export const OBSERVATION = { ...OBSERVED, version: 'v', found: 'f', checksum: 'c' } as const;
export const OBSERVATION_VERSION = 2;

/** A record: two marks (epoch ms), each an attribute that only rises, and at most one observation, written as a whole. */
export const RECORD = { appearedAt: 'a', vanishedAt: 'd', ...OBSERVATION } as const;

/** The sort key of items that stand alone under their partition key. */
export const SINGLE = '#';

/** CreateTable's input for engines that are not made by the infrastructure (the local stack, tests). */
export function createTableInput(tableName: string): CreateTableCommandInput {
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: PARTITION_KEY, AttributeType: 'S' },
      { AttributeName: SORT_KEY, AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: PARTITION_KEY, KeyType: 'HASH' },
      { AttributeName: SORT_KEY, KeyType: 'RANGE' },
    ],
  };
}
