/**
 * The SDK sends a write again if its answer was lost. The lease that the first attempt had taken then seemed to
 * belong to another instance, and the request waited a second and a half for itself.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDynamoTable } from '../contract/index-table/open.ts';
import { startDynalite, type TableEngine } from '../support/dynalite.ts';

let engine: TableEngine;
beforeAll(async () => {
  engine = await startDynalite();
});
afterAll(() => engine?.stop());

test("a lease that was taken by an attempt without an answer counts as the request's own", async () => {
  const { table } = openDynamoTable(engine, { count: () => {} });
  const directory = { bucket: 'photos', prefix: 'd/' };
  const request = { until: 9_000, now: 1_000, leaseUntil: 2_500 };
  expect((await table.acquireFill(directory, request)).acquired).toBe(true);
  expect((await table.acquireFill(directory, request)).acquired).toBe(true);
  const other = { ...request, now: 1_001, leaseUntil: 2_501 };
  expect((await table.acquireFill(directory, other)).acquired).toBe(false);
});
