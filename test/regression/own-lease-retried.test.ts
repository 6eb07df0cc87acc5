/**
 * The SDK sends a write again whose answer was lost. The lease that the first try took was then held by "somebody else", and the
 * question waited a second and a half for itself.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDynamoTable } from '../contract/index-table/open.ts';
import { startDynalite, type TableEngine } from '../support/dynalite.ts';

let engine: TableEngine;
beforeAll(async () => {
  engine = await startDynalite();
});
afterAll(() => engine?.stop());

test('a lease taken by a try whose answer was lost is this one', async () => {
  const { table } = openDynamoTable(engine, { count: () => {} });
  const directory = { bucket: 'photos', prefix: 'd/' };
  const request = { until: 9_000, now: 1_000, leaseUntil: 2_500 };
  expect((await table.acquireFill(directory, request)).acquired).toBe(true);
  expect((await table.acquireFill(directory, request)).acquired).toBe(true);
  const other = { ...request, now: 1_001, leaseUntil: 2_501 };
  expect((await table.acquireFill(directory, other)).acquired).toBe(false);
});
