/**
 * 240 objects of 50 TB in one directory: the sum of their sizes exceeds 2^53, and their chunk could not be read
 * again.
 */
import { expect, test } from '@jest/globals';
import { createDynamoTable } from '../../lambdas/adapters/dynamodb/table.ts';
import { openEngine } from '../fuzz/items/engine.ts';
import { World } from '../support/world.ts';

const FIFTY_TB = 50 * 2 ** 40;

test('a listing with sizes beyond 2^53 in total is stored and read again', async () => {
  const telemetry = { count: () => {} };
  const table = createDynamoTable({ client: openEngine().client, tableName: 't', telemetry });
  const world = new World({ table: () => table });
  const keys = Array.from({ length: 240 }, (_, i) => `d/${String(i).padStart(3, '0')}`);
  for (const key of keys) world.put(key, FIFTY_TB);
  await world.list('d/');
  const calls = await world.callsOf(async () => {
    const { entries } = await world.list('d/');
    expect(entries).toHaveLength(keys.length);
    expect(entries.at(-1)).toMatchObject({ sizeBytes: FIFTY_TB });
  });
  expect(calls).toEqual({ list: 0, head: 0 });
});
