/**
 * The table was emptied a second after all readers could know it, while a question was in progress that had begun
 * before. The question had read the page that says "absent", and then read the record, whose mark had been deleted.
 * Seeds of the simulation's break `emptied-without-a-lock` found this in the unbroken code.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { emptyTable } from '../../cli/empty/empty-table.ts';
import { openDynamoTable } from '../contract/index-table/open.ts';
import { startDynalite, type TableEngine } from '../support/dynalite.ts';
import { World } from '../support/world.ts';

/** Less than the budget of a question. */
const SLOW_MS = 19_000;

let engine: TableEngine;
beforeAll(async () => {
  engine = await startDynalite();
});
afterAll(() => engine?.stop());

test('what a long question reads is still there', async () => {
  const { table } = openDynamoTable(engine);
  const slow = Promise.withResolvers<void>();
  let isSlow = false;
  const world = new World({
    table: () => ({
      ...table,
      readRecord: async (scope, name) => {
        if (isSlow) await slow.promise;
        return table.readRecord(scope, name);
      },
    }),
  });
  await world.list('d/');
  await world.putAndTell('d/new');
  isSlow = true;
  const question = world.stat('d/new');
  const answeredAt = world.now + SLOW_MS;
  await emptyTable({
    client: engine.client,
    tableName: engine.tableName,
    now: () => world.now,
    wait: async (ms) => {
      const until = world.now + ms;
      if (until >= answeredAt) {
        world.now = answeredAt;
        slow.resolve();
        await question;
      }
      world.now = Math.max(world.now, until);
    },
    onDeleted: () => {},
  });
  slow.resolve();
  expect(await question).toMatchObject({ outcome: 'answered', value: { key: 'd/new' } });
});
