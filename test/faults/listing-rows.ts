/** The calls of the listing function to its index. When the index fails, every answer is still correct (I8). */
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { MAX_FLOORS } from '../../lambdas/adapters/dynamodb/bounds.ts';
import { bucketKey } from '../../lambdas/adapters/dynamodb/keys.ts';
import { BUCKET } from '../../lambdas/adapters/dynamodb/schema.ts';
import { MISSES_BEFORE_LIST } from '../../lambdas/core/model/cost.ts';
import { invalidation, listing, listMany, report, stat, statMany } from './questions.ts';
import { DIR, keyOf, keys, type ListingRow, longKeys, until, warm, warmWithVoids } from './row.ts';
import type { Stage } from './stage.ts';

const asksFor = (site: string, during: string, prepare: ListingRow['prepare']): ListingRow => ({
  handler: 'listing',
  endpoint: 'dynamodb',
  site,
  during,
  prepare,
  errors: 'never',
});

async function cold(stage: Stage, objects: string[]): Promise<void> {
  stage.put(...objects);
  stage.takeEvents();
}

/** A change without an event: only an invalidation makes it visible. */
async function changedSilently(stage: Stage): Promise<void> {
  stage.put(...keys(6));
  await warm(stage, DIR);
  stage.put(keyOf(3));
  stage.remove(keyOf(5));
  stage.takeEvents();
}

/**
 * As many floors as a bucket's item can hold. If one more is added, a single floor of the whole bucket replaces them
 * all.
 */
async function manyFloors(stage: Stage): Promise<void> {
  const { dynamodb, tableName: TableName } = stage.ground;
  const floors = Array.from({ length: MAX_FLOORS + 1 }, (_, i) => [`${BUCKET.floorPrefix}x${i}/`, 1]);
  const epoch = { [BUCKET.epoch]: 'many-floors' };
  const Item = { ...bucketKey(stage.bucket), ...epoch, ...Object.fromEntries(floors) };
  await dynamodb.send(new PutItemCommand({ TableName, Item: marshall(Item) }));
}

/** A cursor, and the name that it represents, in the middle of a directory of several chunks. */
async function cursorInTheMiddle(stage: Stage): Promise<{ cursor: string; after: string }> {
  const query = new URLSearchParams({ prefix: DIR, limit: '7' });
  const { body } = await stage.ground.healthy.ask({ target: `/v1/buckets/${stage.bucket}/entries?${query}` });
  const { entries, nextCursor } = JSON.parse(body) as { entries: { name: string }[]; nextCursor: string };
  return { cursor: nextCursor, after: entries.at(-1)!.name };
}

async function listsWithVoids(stage: Stage) {
  await warmWithVoids(stage);
  return { ask: listing({ prefix: DIR }) };
}

async function listsCold(stage: Stage) {
  await cold(stage, keys(6));
  return { ask: listing({ prefix: DIR }) };
}

export const LISTING_ROWS: ListingRow[] = [
  asksFor('GetItem bucket', 'list', listsWithVoids),
  asksFor('UpdateItem proposal', 'list, empty table', listsCold),
  asksFor('UpdateItem epoch', 'list, empty table', listsCold),
  asksFor('Query chunks from start', 'list', listsWithVoids),
  asksFor('Query records', 'list', listsWithVoids),
  asksFor('GetItem head', 'list, void names', listsWithVoids),
  asksFor('UpdateItem observation', 'list, void names', listsWithVoids),
  asksFor('Query chunks from start', 'list sorted, void names', async (stage) => {
    await warmWithVoids(stage);
    return { ask: listing({ prefix: DIR, sort: '-size' }) };
  }),
  asksFor('Query records', 'list many', async (stage) => {
    await warmWithVoids(stage);
    return { ask: listMany([DIR, `${DIR}sub/`, 'none/']) };
  }),
  asksFor('Query chunks after', 'list from a cursor', async (stage) => {
    await cold(stage, longKeys(40));
    await warm(stage, DIR);
    return { ask: listing({ prefix: DIR, from: await cursorInTheMiddle(stage) }) };
  }),
  asksFor('UpdateItem lease', 'list, cold', async (stage) => {
    await cold(stage, keys(6));
    return { ask: listing({ prefix: DIR }) };
  }),
  asksFor('PutItem chunk', 'list, cold', async (stage) => {
    await cold(stage, longKeys(40));
    return { ask: listing({ prefix: DIR }) };
  }),
  asksFor('DeleteItem chunk', 'list, page with fewer chunks', async (stage) => {
    await cold(stage, longKeys(40));
    await warm(stage, DIR);
    stage.remove(...longKeys(40).slice(4));
    stage.takeEvents();
    await until('the old chunks are void', async () => {
      const target = `/v1/buckets/${stage.bucket}/invalidations`;
      const body = { prefixes: [DIR] };
      return (await stage.ground.healthy.ask({ method: 'POST', target, body })).statusCode === 200;
    });
    return { ask: listing({ prefix: DIR }) };
  }),
  asksFor('Query records', 'stat', async (stage) => {
    await warmWithVoids(stage);
    return { ask: stat(keyOf(5)) };
  }),
  asksFor('GetItem record', 'list, the directory above', async (stage) => {
    await cold(stage, keys(6));
    return { ask: listing({ prefix: DIR }) };
  }),
  asksFor('Query chunk at or before', 'stat', async (stage) => {
    await warmWithVoids(stage);
    return { ask: stat(keyOf(4)) };
  }),
  asksFor('UpdateItem misses', 'stat, cold', async (stage) => {
    await cold(stage, keys(6));
    return { ask: stat(keyOf(4)) };
  }),
  asksFor('UpdateItem release', 'stat, after many misses', async (stage) => {
    await cold(stage, keys(MISSES_BEFORE_LIST + 3));
    for (const key of keys(MISSES_BEFORE_LIST)) await stat(key)(stage, stage.ground.healthy, []);
    return { ask: stat(keyOf(MISSES_BEFORE_LIST + 1)) };
  }),
  asksFor('UpdateItem watch', 'stat many, cold', async (stage) => {
    await cold(stage, keys(6));
    return { ask: statMany([keyOf(1), `${DIR}none`, keyOf(4)]) };
  }),
  asksFor('Query records', 'stat many', async (stage) => {
    await warmWithVoids(stage);
    return { ask: statMany([keyOf(3), `${DIR}none`, keyOf(5), `${keyOf(3)}-new`, `${DIR}sub/`]) };
  }),
  {
    ...asksFor('UpdateItem floor', 'invalidate a prefix', async (stage) => {
      await changedSilently(stage);
      return { ask: invalidation({ prefixes: [DIR] }, DIR) };
    }),
    errors: 'index',
    noHits: true,
  },
  {
    ...asksFor('UpdateItem floors pruned', 'invalidate a prefix, many floors', async (stage) => {
      await changedSilently(stage);
      await manyFloors(stage);
      return { ask: invalidation({ prefixes: [DIR] }, DIR) };
    }),
    errors: 'index',
    noHits: true,
  },
  {
    ...asksFor('UpdateItem mark', 'invalidate keys', async (stage) => {
      await changedSilently(stage);
      return { ask: invalidation({ keys: [keyOf(3), keyOf(5)] }, DIR) };
    }),
    errors: 'index',
    noHits: true,
  },
  {
    ...asksFor('Query records', 'inspect', async (stage) => {
      await warmWithVoids(stage);
      return { ask: report(({ bucket }) => `/v1/buckets/${bucket}/index?prefix=d%2F`, 'coverage') };
    }),
    errors: 'index',
    noHits: true,
  },
  {
    ...asksFor('DescribeTable', 'stats', async () => ({ ask: report(() => '/v1/stats', 'dollars') })),
    noHits: true,
  },
];
