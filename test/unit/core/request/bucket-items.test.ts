/** The remembered items of the buckets. The table counts reads and proposals. */
import { expect, test } from '@jest/globals';
import { FLOOR_CACHE_MS } from '../../../../lambdas/core/model/bucket-item.ts';
import type { ServedBucket } from '../../../../lambdas/core/model/served-bucket.ts';
import type { IndexTable } from '../../../../lambdas/core/ports/index-table.ts';
import { createBucketItems } from '../../../../lambdas/core/request/bucket-items.ts';
import { createMemoryTable } from '../../../support/memory/table.ts';

const BUCKET: ServedBucket = { name: 'b', events: 's3', prefixes: [], listLifeMs: 1, statLifeMs: 1 };
const START_AT = 10_000;

/** Reads fail while `isDown`, and otherwise wait for `held` if it is set. */
function given() {
  const memory = createMemoryTable();
  const state = {
    ...{ now: START_AT, reads: 0, proposals: 0, isDown: false },
    held: undefined as Promise<void> | undefined,
  };
  const table: IndexTable = {
    ...memory,
    proposeEpoch: (...proposed) => {
      state.proposals++;
      return memory.proposeEpoch(...proposed);
    },
    readBucket: async (bucket) => {
      state.reads++;
      const { isDown } = state;
      await state.held;
      if (isDown) throw new Error('down');
      return memory.readBucket(bucket);
    },
  };
  let ids = 0;
  const clock = { now: () => state.now };
  return { items: createBucketItems({ table, clock, random: { id: () => `id-${ids++}` } }), state };
}

test('an item is read again after its time, or when the clock was set back', async () => {
  const { items, state } = given();
  const item = await items.of(BUCKET);
  for (const [now, reads] of [
    [START_AT, 1],
    [START_AT + FLOOR_CACHE_MS - 1, 1],
    [START_AT + FLOOR_CACHE_MS, 2],
    [START_AT + FLOOR_CACHE_MS - 1, 3],
  ] as const) {
    state.now = now;
    expect(await items.of(BUCKET)).toEqual(item);
    expect(state.reads).toBe(reads);
  }
  expect(state.proposals).toBe(1);
});

test('another feed has its own epoch', async () => {
  const { items } = given();
  const { epoch } = await items.of(BUCKET);
  const other = await items.of({ ...BUCKET, events: 'none' });
  expect(other).toMatchObject({ feed: 'none' });
  expect(other.epoch).not.toBe(epoch);
});

test('a failed read is not remembered', async () => {
  const { items, state } = given();
  state.isDown = true;
  await expect(items.of(BUCKET)).rejects.toThrow('down');
  state.isDown = false;
  expect((await items.of(BUCKET)).feed).toBe('s3');
});

test('a read that fails late does not remove a later item', async () => {
  const { items, state } = given();
  const held = Promise.withResolvers<void>();
  Object.assign(state, { isDown: true, held: held.promise });
  const failing = items.of(BUCKET);
  Object.assign(state, { isDown: false, held: undefined, now: START_AT + FLOOR_CACHE_MS });
  await items.of(BUCKET);
  held.resolve();
  await expect(failing).rejects.toThrow('down');
  await items.of(BUCKET);
  expect(state.reads).toBe(2);
});
