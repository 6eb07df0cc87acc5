import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Counter } from '../../../lambdas/core/ports/telemetry.ts';
import { openDynamoTable } from '../../contract/index-table/open.ts';
import type { TableEngine } from '../../support/dynalite.ts';
import { startDynamoDbLocal } from '../../support/dynamodb-local.ts';

let engine: TableEngine;
beforeAll(async () => {
  engine = await startDynamoDbLocal();
}, 120_000);
afterAll(() => engine?.stop());

test('a refused condition returns the existing item, so no read follows', async () => {
  const counts: Partial<Record<Counter, number>> = {};
  const { table } = openDynamoTable(engine, {
    count: (counter, by = 1) => {
      counts[counter] = (counts[counter] ?? 0) + by;
    },
  });
  const directory = { bucket: 'bkt', prefix: '' };
  await table.extendWatch(directory, { until: 20, atLeast: 10, now: 0 });
  expect((await table.extendWatch(directory, { until: 30, atLeast: 10, now: 0 })).watchedUntil).toBe(20);
  expect(counts.indexRequests).toBe(2);
  expect(counts.readUnits).toBeUndefined();
});
