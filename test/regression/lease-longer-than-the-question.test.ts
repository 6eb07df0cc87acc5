/**
 * A question waited for another instance's fill until its own time was over, and then failed, although S3 answered.
 * Seed 110000003057 of the simulation: a late copy of an older write had replaced the page of a fill that had ended,
 * so nothing that the other instances waited for could arrive.
 */
import { expect, test } from '@jest/globals';
import { World } from '../support/world.ts';

test('a question with less time than a lease lasts lists by itself', async () => {
  const world = new World({ requestBudgetMs: 1_000 });
  world.put('d/a');
  const head = { until: world.now + 9_000_000, now: world.now, leaseUntil: world.now + 1_500 };
  expect(await world.table.acquireFill({ bucket: world.bucket.name, prefix: 'd/' }, head)).toMatchObject({
    acquired: true,
  });
  expect((await world.list('d/')).names).toEqual(['a']);
  expect(world.counts.leaseWaits).toBeUndefined();
});

test('a question with more time waits for the lease', async () => {
  const world = new World();
  world.put('d/a');
  const head = { until: world.now + 9_000_000, now: world.now, leaseUntil: world.now + 1_500 };
  await world.table.acquireFill({ bucket: world.bucket.name, prefix: 'd/' }, head);
  expect((await world.list('d/')).names).toEqual(['a']);
  expect(world.counts.leaseWaits).toBe(1);
});
