/**
 * A message of a fill can be delivered again after the fill was complete. When that message became a dead letter, the
 * fill was reported as failed.
 */
import { expect, test } from '@jest/globals';
import { giveUp } from '../../lambdas/core/fills/work-on-range.ts';
import { createInstance } from '../../lambdas/core/request/instance.ts';
import { FillWorld } from '../support/fill-world.ts';

function workerOf(world: FillWorld) {
  return {
    instance: createInstance({ ...world.newDeps(), random: { id: () => 'unused' } }),
    fills: world.fillTable,
    queue: { send: async () => {} },
    settings: { openRanges: 1, workMs: 1_000 },
  };
}

test('a dead letter of a finished range does not make its fill fail', async () => {
  const world = new FillWorld();
  world.put('a/b');
  const fill = await world.begin('');
  const [message] = world.messages;
  await world.drain();
  await giveUp(workerOf(world), message!, 'late');
  expect((await world.progress(fill)).state).toBe('complete');
});

test('a fill that was seen complete has ended', async () => {
  const world = new FillWorld();
  world.put('a/b');
  const fill = await world.begin('');
  await world.drain();
  const seen = await world.progress(fill);
  await world.fillTable.endFill(fill, { state: 'failed', at: world.now, why: 'late' });
  expect(await world.progress(fill)).toEqual(seen);
});

test('a dead letter of a range that is not finished makes its fill fail', async () => {
  const world = new FillWorld();
  world.put('a/b');
  const fill = await world.begin('');
  await giveUp(workerOf(world), world.messages[0]!, 'S3 does not answer');
  expect((await world.progress(fill)).state).toBe('failed');
});
