/** `s3dex empty-index` emptied any table whose keys are `pk` and `sk`, after one `y` or with `--yes`. */
import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startDynalite, type TableEngine } from '../support/dynalite.ts';
import { emptyByItem } from '../support/emptying.ts';

let engine: TableEngine;
beforeEach(async () => {
  engine = await startDynalite();
});
afterEach(() => engine?.stop());

const put = (pk: string, sk = '#') =>
  engine.client.send(
    new PutItemCommand({
      TableName: engine.tableName,
      Item: { pk: { S: pk }, sk: { S: sk }, x: { N: '1' } },
    }),
  );

test.each([
  ['USER#1', 'PROFILE'],
  ['user#alice#x', '#'],
  ['x#photos#a/', '#'],
  ['b#photos#a/', '#'],
  ['b#a', '#'],
  ['h#photos', '#'],
  ['p', 'q'],
])('a table with the item %s is not changed', async (pk, sk) => {
  for (const ours of ['b#photos', 'h#photos#a/', 'p#photos#a/']) await put(ours);
  await put(pk, sk);
  const content = async () =>
    (await engine.client.send(new ScanCommand({ TableName: engine.tableName }))).Items;
  const before = await content();
  await expect(emptyByItem(engine, { now: 0 }, {})).rejects.toThrow(pk);
  expect(await content()).toEqual(before);
});
