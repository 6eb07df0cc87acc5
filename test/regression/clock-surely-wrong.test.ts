/**
 * An instance whose clock is ahead dated its observations in the future, so later events did not make them void. An
 * instance whose clock is behind dated its marks too early. Both errors can be detected by the time in the services'
 * answers.
 */
import { expect, test } from '@jest/globals';
import { createDecodedCache } from '../../lambdas/adapters/decoded-cache.ts';
import { createChangeApplier } from '../../lambdas/core/changes/apply.ts';
import { createReader } from '../../lambdas/core/reader.ts';
import { BUCKET, World } from '../support/world.ts';

/** The offset that the services' answers show: this clock must be corrected by it. */
function wrongClock(world: World, aheadMs: number) {
  return { now: () => world.now + aheadMs, offsetMs: () => -aheadMs };
}

const telemetry = { count: () => {} };
const settings = { clockMarginMs: 0, requestBudgetMs: 20_000 };

test('a reader whose clock is certainly wrong stores nothing and answers correctly', async () => {
  const world = new World();
  const reader = createReader({
    store: world.s3,
    table: world.table,
    clock: wrongClock(world, 2_000),
    waiter: { wait: async () => {} },
    random: { id: () => 'id' },
    telemetry,
    decoded: createDecodedCache(1_000),
    settings,
  });
  world.put('d/a');
  const { provenances } = await world.list('d/', { reader });
  expect(provenances[0]).toMatchObject({ served: 'bypass', stored: false, detail: 'clock-is-wrong' });
  await world.putAndTell('d/b');
  expect((await world.list('d/')).names).toEqual(['a', 'b']);
});

test("the time of a mark is corrected if the invalidator's clock is behind", async () => {
  const world = new World();
  const applier = createChangeApplier({
    table: world.table,
    clock: wrongClock(world, -5_000),
    waiter: { wait: async () => {} },
    telemetry,
    settings,
  });
  await world.list('d/');
  world.now += 10;
  world.put('d/a');
  await applier.apply([{ bucket: BUCKET, keys: ['d/a'], kind: 'created' }], world.now - 5_000);
  world.now += 1;
  expect((await world.list('d/')).names).toEqual(['a']);
});
