/**
 * `s3dex empty-index` wrote its lock once. A deletion that took longer than the lock was unsafe, and so were two runs
 * at the same time: the first one to finish ended the lock of the other one, which then deleted heads of the new epoch.
 */
import {
  BatchWriteItemCommand,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openDynamoTable } from '../contract/index-table/open.ts';
import { startDynalite, type TableEngine } from '../support/dynalite.ts';
import { type Command, emptyByItem } from '../support/emptying.ts';
import { HOUR_MS, World } from '../support/world.ts';

const DIRECTORIES = Array.from({ length: 20 }, (_, at) => `d${at}/`);

let engine: TableEngine;
let world: World;
beforeEach(async () => {
  engine = await startDynalite();
  const { table } = openDynamoTable(engine);
  world = new World({ table: () => table });
  for (const directory of DIRECTORIES) {
    world.put(`${directory}old`);
    await world.list(directory);
  }
});
afterEach(() => engine?.stop());

async function floor(): Promise<number> {
  const Key = { pk: { S: `b#${world.bucket.name}` }, sk: { S: '#' } };
  const { Item } = await engine.client.send(new GetItemCommand({ TableName: engine.tableName, Key }));
  return Number(Item?.['f#']?.N ?? 0);
}

test('the lock lasts as long as the deletion', async () => {
  let deletions = 0;
  const before = async (command: Command) => {
    if (!(command instanceof BatchWriteItemCommand)) return;
    deletions += 1;
    expect(await floor()).toBeGreaterThan(world.now + HOUR_MS);
    world.now += HOUR_MS;
  };
  await emptyByItem(engine, world, { before });
  expect(deletions).toBeGreaterThan(24);
});

test('a run that has lost its lock to another run deletes nothing more', async () => {
  let isOtherDone = false;
  const runOther = async (command: Command) => {
    if (isOtherDone || !(command instanceof BatchWriteItemCommand)) return;
    isOtherDone = true;
    await emptyByItem(engine, world, {});
    // Data of the new epoch.
    for (const directory of DIRECTORIES) await world.list(directory);
  };
  const [ended] = await Promise.allSettled([emptyByItem(engine, world, { after: runOther })]);
  for (const directory of DIRECTORIES) {
    await world.putAndTell(`${directory}new`);
    expect((await world.list(directory)).names).toContain('new');
  }
  expect(ended).toMatchObject({ reason: { message: expect.stringContaining('another run') } });
});

test('a run notices that the item of a bucket was deleted by hand', async () => {
  let deletions = 0;
  const after = async (command: Command) => {
    if (!(command instanceof BatchWriteItemCommand)) return;
    deletions += 1;
    const Item = { pk: { S: `b#${world.bucket.name}` }, sk: { S: '#' } };
    await engine.client.send(new PutItemCommand({ TableName: engine.tableName, Item }));
    world.now += 60_000;
  };
  await expect(emptyByItem(engine, world, { after })).rejects.toThrow(world.bucket.name);
  expect(deletions).toBe(1);
});

test('a renewal that was sent twice finds its own lock', async () => {
  const after = async (command: Command) => {
    if (command instanceof ScanCommand) world.now += 20_000;
    // The SDK sends a command again if it gets no answer to it.
    if (command instanceof UpdateItemCommand) await engine.client.send(command);
  };
  expect((await emptyByItem(engine, world, { after })).buckets).toEqual([world.bucket.name]);
});
