/**
 * `s3dex empty-index` deleted the items of a bucket that was served for the first time after the command had locked
 * the other buckets. It deleted heads whose chunks it had already scanned; an event found no watch, and the chunk was
 * used for its whole life.
 */
import { PutItemCommand, ScanCommand, type ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDynamoTable } from '../contract/index-table/open.ts';
import { startDynalite, type TableEngine } from '../support/dynalite.ts';
import { emptyByItem } from '../support/emptying.ts';
import { World } from '../support/world.ts';

/** Items of another bucket, so that the scan has pages before and after the new bucket is served. */
const OTHERS = 40;
const DIRECTORIES = Array.from({ length: 20 }, (_, at) => `d${at}/`);

let engine: TableEngine;
beforeAll(async () => {
  engine = await startDynalite();
});
afterAll(() => engine?.stop());

test('only items of locked buckets are deleted', async () => {
  for (const pk of ['b#other', ...Array.from({ length: OTHERS }, (_, at) => `h#other#${at}/`)])
    await engine.client.send(
      new PutItemCommand({ TableName: engine.tableName, Item: { pk: { S: pk }, sk: { S: '#' } } }),
    );
  const { table } = openDynamoTable(engine);
  const world = new World({ table: () => table });
  for (const directory of DIRECTORIES) world.put(`${directory}old`);
  let scans = 0;
  let pages = 0;
  const after = async (command: unknown, answer: unknown) => {
    if (!(command instanceof ScanCommand)) return;
    pages += 1;
    // The first scan finds the buckets to lock. In the middle of the second one, the new bucket is served.
    if (scans === 1 && pages === OTHERS / 2) for (const directory of DIRECTORIES) await world.list(directory);
    if ((answer as ScanCommandOutput).LastEvaluatedKey !== undefined) return;
    scans += 1;
    pages = 0;
    if (scans !== 2) return;
    for (const directory of DIRECTORIES) {
      await world.putAndTell(`${directory}new`);
      expect((await world.list(directory)).names).toContain('new');
    }
  };
  const { buckets } = await emptyByItem(engine, world, { after });
  expect(scans).toBeGreaterThan(2);
  expect(buckets).toEqual(['other', world.bucket.name].sort());
  // The last step deletes the buckets' items, so a new epoch begins.
  world.now += 1_100;
  for (const directory of DIRECTORIES) {
    await world.putAndTell(`${directory}newer`);
    expect((await world.list(directory)).names).toContain('newer');
  }
});
