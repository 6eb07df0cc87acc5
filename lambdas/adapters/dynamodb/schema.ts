/**
 * The table's schema, as data that the infrastructure, the adapter and the tests share. Attribute names are short,
 * because DynamoDB stores and bills them with every item. Most directories are one small chunk, in which long
 * attribute names would take more bytes than the entries.
 */
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

export const PARTITION_KEY = 'pk';
export const SORT_KEY = 'sk';
/** DynamoDB's TTL attribute, in epoch seconds. DynamoDB deletes expired items late, so no read relies on it. */
export const TTL_ATTRIBUTE = 'expiresAt';

/**
 * The one item of a bucket. Each floor is an attribute whose name contains its prefix: `f#a/b/`. The proposal of an
 * epoch exists only between the two writes that begin the epoch.
 */
export const BUCKET = { epoch: 'g', feed: 'm', since: 's', proposal: 'p', floorPrefix: 'f#' } as const;

/**
 * A directory's head. Times are epoch ms. The watch for the tree of each root is a separate attribute. The
 * attribute's name contains only the length of the root, because the directory's prefix begins with the root: `t0`
 * for the whole bucket, `t7` for `photos/`.
 */
export const HEAD = {
  watchedUntil: 'w',
  misses: 'n',
  missesSince: 's',
  leaseUntil: 'l',
  watchedBelowUntil: 'b',
  treeWatchedUntilPrefix: 't',
} as const;

/**
 * The attributes that chunks and observations share. `endsAfter` and `watchedFor` are ms after observedAt (epoch
 * ms).
 */
export const OBSERVED = { observedAt: 'o', endsAfter: 'e', watchedFor: 'w', epoch: 'g' } as const;

/**
 * A chunk of a page. The sort key contains the name that it starts after. The version and the checksum are in the
 * body (core/codec/chunk-codec.ts).
 */
export const CHUNK = {
  ...OBSERVED,
  through: 't',
  count: 'n',
  directories: 'd',
  sizeBytes: 's',
  newestMs: 'm',
  body: 'b',
} as const;

/**
 * The observation in a record. Either all of these attributes are present, or none. Other versions' observations are
 * not read.
 */
export const OBSERVATION = { ...OBSERVED, version: 'v', found: 'f', checksum: 'c' } as const;
export const OBSERVATION_VERSION = 2;

/** A record: two marks (epoch ms) that are only raised, and at most one observation, which is written as a whole. */
export const RECORD = { appearedAt: 'a', vanishedAt: 'd', ...OBSERVATION } as const;

/** A fill: what was requested, and how it ended. Times are epoch ms. */
export const FILL = {
  prefix: 'p',
  recursive: 'r',
  startedAt: 's',
  state: 'x',
  endedAt: 'e',
  why: 'y',
} as const;

/** A range of a fill. Its sort key is this letter followed by its ID. */
export const FILL_RANGE_LETTER = 'r';
export const FILL_RANGE = {
  after: 'a',
  through: 't',
  reached: 'q',
  done: 'd',
  listed: 'n',
  pages: 'c',
  turn: 'u',
  version: 'v',
  changedAt: 'o',
  shares: 'h',
} as const;

/** The sort key of an item that is the only one with its partition key. */
export const SINGLE = '#';

/** CreateTable's input, for tables that the infrastructure does not create (the local stack, tests). */
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
