/**
 * The table was emptied as the runbook then said (the bucket's item first) while requests and events arrived. Readers
 * began a new epoch immediately, their watches were deleted afterwards, and the data that they stored was used for an
 * hour.
 */
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { emptyTable } from '../../cli/empty/empty-table.ts';
import { openDynamoTable } from '../contract/index-table/open.ts';
import { startDynalite, type TableEngine } from '../support/dynalite.ts';
import { World } from '../support/world.ts';

let engine: TableEngine;
beforeAll(async () => {
  engine = await startDynalite();
});
afterAll(() => engine?.stop());

test('no answer is wrong while the table is emptied, nor after', async () => {
  const { table } = openDynamoTable(engine);
  const world = new World({ table: () => table });
  world.put('d/a');
  await world.list('d/');
  let written = 0;
  const readMeanwhile = async () => {
    // A reader fills the index, a file is written, and its event may or may not find a watch.
    await world.list('d/');
    await world.putAndTell(`d/new-${written++}`);
    world.now += 1_100;
    const { names } = await world.list('d/');
    expect(names).toContain(`new-${written - 1}`);
  };
  const emptied = await emptyTable({
    client: {
      send: async (command: Parameters<typeof engine.client.send>[0]) => {
        const answer = await engine.client.send(command);
        await readMeanwhile();
        return answer;
      },
    } as typeof engine.client,
    tableName: engine.tableName,
    now: () => world.now,
    wait: async (ms) => {
      world.now += ms;
    },
    onDeleted: () => {},
  });
  expect(emptied.buckets).toEqual([world.bucket.name]);
  await readMeanwhile();
  world.now += 1_100;
  await readMeanwhile();
  // Afterwards the index is used again.
  await world.list('d/');
  world.now += 1;
  expect(await world.callsOf(() => world.list('d/'))).toEqual({ list: 0, head: 0 });
});

test('all items are deleted, however many batches that takes', async () => {
  for (let i = 0; i < 60; i++)
    await engine.client.send(
      new PutItemCommand({
        TableName: engine.tableName,
        Item: { pk: { S: `h#photos#${i}/` }, sk: { S: '#' } },
      }),
    );
  let told = 0;
  const clock = { now: Date.now, wait: async () => {} };
  const all = { client: engine.client, tableName: engine.tableName, ...clock };
  const { items } = await emptyTable({ ...all, onDeleted: (done) => (told = done) });
  expect(items).toBeGreaterThanOrEqual(60);
  expect(told).toBeGreaterThanOrEqual(60);
  expect(await emptyTable({ ...all, onDeleted: () => {} })).toEqual({ items: 0, buckets: [] });
});
