/**
 * Found by the simulation (seed 610685). An instance whose clock is ten seconds behind received a test event first.
 * It had read nothing from the table, so it did not know the error of its clock, and it raised the floor with a time
 * that was ten seconds too early.
 */
import { expect, test } from '@jest/globals';
import { createChangeApplier } from '../../lambdas/core/changes/apply.ts';
import type { IndexTable } from '../../lambdas/core/ports/index-table.ts';
import { BUCKET, World } from '../support/world.ts';

const BEHIND_MS = 10_000;

test("the floor of a subscription is dated by the time in the table's answers", async () => {
  const world = new World();
  await world.list('d/');
  let answered = false;
  const noticing = new Proxy(world.table, {
    get(table, name) {
      const method = Reflect.get(table, name) as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        const answer = method.apply(table, args);
        answered = true;
        return answer;
      };
    },
  }) as IndexTable;
  const applier = createChangeApplier({
    table: noticing,
    clock: { now: () => world.now - BEHIND_MS, offsetMs: () => (answered ? BEHIND_MS : 0) },
    waiter: { wait: async () => {} },
    telemetry: { count: () => {} },
    settings: { clockMarginMs: 0 },
  });
  await applier.apply([{ bucket: BUCKET, kind: 'subscribed' }], world.now - BEHIND_MS);
  const { floors } = (await world.table.readBucket(BUCKET))!;
  expect(floors.get('')).toBe(world.now);
});
