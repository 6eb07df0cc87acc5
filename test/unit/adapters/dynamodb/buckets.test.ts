/** The operations of a bucket's item: its epoch and its floors. The table is a script of outcomes. */
import { describe, expect, test } from '@jest/globals';
import {
  FLOORS_PER_REMOVAL,
  MAX_FLOOR_BYTES,
  MAX_FLOORS,
  PRUNE_ABOVE_FLOORS,
} from '../../../../lambdas/adapters/dynamodb/bounds.ts';
import {
  beginEpochInput,
  bucketOperations,
  proposeEpochInput,
  raiseFloorInput,
  removeFloorsInput,
} from '../../../../lambdas/adapters/dynamodb/buckets.ts';
import { bucketKey, type Item } from '../../../../lambdas/adapters/dynamodb/keys.ts';
import type { Sender, UpdateInput, WriteOutcome } from '../../../../lambdas/adapters/dynamodb/send.ts';
import { IndexUnavailable, ItemUnreadable } from '../../../../lambdas/core/ports/index-table.ts';

const written = (item: Item): WriteOutcome => ({ outcome: 'written', item });
const refused = (standing?: Item): WriteOutcome => ({ outcome: 'refused', standing });

/** Gives these outcomes to updates, in order, and the last one from then on. An error is thrown. */
function scripted(outcomes: readonly (WriteOutcome | Error)[], item?: Item) {
  const updates: UpdateInput[] = [];
  const sender = {
    update: async (input: UpdateInput) => {
      updates.push(input);
      const outcome = outcomes[Math.min(updates.length, outcomes.length) - 1]!;
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
    get: async () => item,
  };
  return { buckets: bucketOperations(sender as unknown as Sender, { count: () => {} }), updates };
}

const EPOCH = { g: 'e', m: 's3', s: 1 };
const BUCKET_ITEM = { epoch: 'e', feed: 's3', since: 1, floors: new Map() };

describe('the epoch of a bucket', () => {
  const PROPOSED = { proposal: 'p', feed: 's3' };
  const BEGUN = { ...PROPOSED, epoch: 'e', since: 1 };
  const noEpoch = '(attribute_not_exists(g) OR attribute_not_exists(m) OR NOT m = :feed)';

  test('is proposed only where neither a proposal nor an epoch under this feed is stored', () => {
    expect(proposeEpochInput('bkt', PROPOSED)).toStrictEqual({
      Key: bucketKey('bkt'),
      UpdateExpression: 'SET p = :proposal',
      ConditionExpression: `attribute_not_exists(p) AND ${noEpoch}`,
      ExpressionAttributeValues: { ':proposal': 'p', ':feed': 's3' },
    });
  });

  test('begins only from its proposal, which it replaces', () => {
    expect(beginEpochInput('bkt', BEGUN)).toStrictEqual({
      Key: bucketKey('bkt'),
      UpdateExpression: 'SET g = :epoch, m = :feed, s = :since REMOVE p',
      ConditionExpression: `p = :proposal AND ${noEpoch}`,
      ExpressionAttributeValues: { ':proposal': 'p', ':epoch': 'e', ':feed': 's3', ':since': 1 },
    });
  });

  test.each<[string, WriteOutcome, string]>([
    ['written', written({ p: 'p' }), 'p'],
    ['written beside the epoch of another feed', written({ ...EPOCH, m: 'none', p: 'p' }), 'p'],
    ['that of another instance', refused({ p: 'other' }), 'other'],
  ])('is proposed: the proposal is %s', async (_, outcome, proposal) => {
    const { buckets, updates } = scripted([outcome]);
    expect(await buckets.proposeEpoch('bkt', PROPOSED)).toEqual({ outcome: 'proposed', proposal });
    expect(updates).toEqual([proposeEpochInput('bkt', PROPOSED)]);
  });

  test('is not proposed when it has begun, even if a proposal is left', async () => {
    const begun = { outcome: 'begun', item: BUCKET_ITEM };
    for (const standing of [EPOCH, { ...EPOCH, p: 'left' }])
      expect(await scripted([refused(standing)]).buckets.proposeEpoch('bkt', PROPOSED)).toEqual(begun);
  });

  test('is unknown if the proposal is missing after it was written', async () => {
    for (const outcome of [written({}), refused(), refused({ ...EPOCH, m: 'none' })])
      await expect(scripted([outcome]).buckets.proposeEpoch('bkt', PROPOSED)).rejects.toThrow(
        new IndexUnavailable('the proposal was missing right after it was written'),
      );
  });

  test('has begun when the stored epoch has this feed, and is lost otherwise', async () => {
    const begin = (outcome: WriteOutcome) => scripted([outcome]).buckets.beginEpoch('bkt', BEGUN);
    const begun = { outcome: 'begun', item: BUCKET_ITEM };
    expect(await begin(written(EPOCH))).toEqual(begun);
    expect(await begin(refused(EPOCH))).toEqual(begun);
    for (const standing of [undefined, {}, { p: 'other' }, { ...EPOCH, m: 'none' }])
      expect(await begin(refused(standing))).toEqual({ outcome: 'lost' });
  });

  test('is read with all floors; a bucket without an epoch has no item', async () => {
    const read = (item?: Item) => scripted([], item).buckets.readBucket('bkt');
    expect(await read()).toBeUndefined();
    expect(await read({ 'f#a/': 7 })).toBeUndefined();
    expect(await read({ ...EPOCH, 'f#': 5, 'f#a/': 7, 'g#b/': 'x' })).toEqual({
      ...BUCKET_ITEM,
      floors: new Map([
        ['', 5],
        ['a/', 7],
      ]),
    });
    for (const damaged of [{ ...EPOCH, 'f#a/': -1 }, { 'f#a/': 'x' }, { g: 1 }, { ...EPOCH, s: 'x' }])
      await expect(read(damaged)).rejects.toThrow(ItemUnreadable);
  });
});

/** An item with `count` floors at these times, besides `others`. */
function itemWith(count: number, at: (i: number) => number, others: Item = {}): Item {
  return { ...Object.fromEntries(Array.from({ length: count }, (_, i) => [`f#${i}/`, at(i)])), ...others };
}
const prefixesTo = (count: number) => Array.from({ length: count }, (_, i) => `${i}/`);

describe('a raised floor', () => {
  /** Raises the floor of `new/` to 1,000. The item is then this one. */
  async function updatesAfter(item: Item, pruneBefore: number): Promise<UpdateInput[]> {
    const { buckets, updates } = scripted([written({ ...item, 'f#new/': 1_000 })]);
    await buckets.raiseFloor('bkt', 'new/', 1_000, pruneBefore);
    expect(updates[0]).toEqual(raiseFloorInput('bkt', 'new/', 1_000));
    return updates.slice(1);
  }

  test('must be stored afterwards, or be higher already', async () => {
    const raise = (outcome: WriteOutcome) => scripted([outcome]).buckets.raiseFloor('bkt', 'a/', 7, 0);
    await raise(written({ 'f#a/': 7 }));
    await raise(refused({ 'f#a/': 8 }));
    for (const outcome of [written({ 'f#a/': 6 }), written({ 'f#': 7 }), refused()])
      await expect(raise(outcome)).rejects.toThrow(
        new IndexUnavailable('the floor was missing right after it was written'),
      );
  });

  test('removes no floor while there are few', async () => {
    expect(
      await updatesAfter(
        itemWith(PRUNE_ABOVE_FLOORS - 1, () => 1),
        500,
      ),
    ).toEqual([]);
  });

  test('removes the floors from before the given time when there are more', async () => {
    const item = itemWith(PRUNE_ABOVE_FLOORS, (i) => i + 1);
    expect(await updatesAfter(item, 4)).toEqual([removeFloorsInput('bkt', ['0/', '1/', '2/'], 3)]);
    expect(await updatesAfter(item, 0)).toEqual([]);
  });

  test('removes the floors up to that of the whole bucket, which stays', async () => {
    const item = itemWith(PRUNE_ABOVE_FLOORS, (i) => i, { 'f#': 1 });
    expect(await updatesAfter(item, 0)).toEqual([removeFloorsInput('bkt', ['0/', '1/'], 1)]);
    expect(await updatesAfter(item, 4)).toEqual([removeFloorsInput('bkt', ['0/', '1/', '2/', '3/'], 3)]);
  });

  test('removes many floors in several updates', async () => {
    const prefixes = prefixesTo(2 * FLOORS_PER_REMOVAL);
    expect(
      await updatesAfter(
        itemWith(prefixes.length, () => 1),
        2,
      ),
    ).toEqual([
      removeFloorsInput('bkt', prefixes.slice(0, FLOORS_PER_REMOVAL), 1),
      removeFloorsInput('bkt', prefixes.slice(FLOORS_PER_REMOVAL), 1),
    ]);
  });

  test('is merged with the others when too many are left', async () => {
    expect(
      await updatesAfter(
        itemWith(MAX_FLOORS - 1, () => 9, { 'f#': 2 }),
        0,
      ),
    ).toEqual([]);
    const updates = await updatesAfter(
      itemWith(MAX_FLOORS, () => 9, { 'f#old/': 1, 'f#': 2 }),
      0,
    );
    const left = [...prefixesTo(MAX_FLOORS), 'new/'];
    const removals = Array.from({ length: Math.ceil(left.length / FLOORS_PER_REMOVAL) }, (_, i) =>
      left.slice(i * FLOORS_PER_REMOVAL, (i + 1) * FLOORS_PER_REMOVAL),
    );
    expect(updates).toEqual([
      removeFloorsInput('bkt', ['old/'], 2),
      raiseFloorInput('bkt', '', 1_000),
      ...removals.map((prefixes) => removeFloorsInput('bkt', prefixes, 1_000)),
    ]);
  });

  test('is merged with the others when their names and values take too many bytes', async () => {
    const others = prefixesTo(PRUNE_ABOVE_FLOORS);
    const bytesBeside = [...others, 'new/'].reduce((sum, prefix) => sum + `f#${prefix}`.length + 8, 0);
    const longest = MAX_FLOOR_BYTES - bytesBeside - 'f#'.length - 8;
    const withNameOf = (length: number) =>
      itemWith(PRUNE_ABOVE_FLOORS, () => 9, { [`f#${'x'.repeat(length)}`]: 9 });
    expect(await updatesAfter(withNameOf(longest), 0)).toEqual([]);
    expect((await updatesAfter(withNameOf(longest + 1), 0))[0]).toEqual(raiseFloorInput('bkt', '', 1_000));
  });

  test('stands although the old ones could not be removed; other errors are thrown', async () => {
    const raised = written(itemWith(PRUNE_ABOVE_FLOORS + 1, () => 1, { 'f#new/': 9 }));
    const failing = (error: Error) => scripted([raised, error]);
    const down = failing(new IndexUnavailable('down'));
    await down.buckets.raiseFloor('bkt', 'new/', 9, 5);
    expect(down.updates).toHaveLength(2);
    const broken = failing(new TypeError('a mistake'));
    await expect(broken.buckets.raiseFloor('bkt', 'new/', 9, 5)).rejects.toThrow(TypeError);
    const notRaised = scripted([new IndexUnavailable('down')]);
    await expect(notRaised.buckets.raiseFloor('bkt', 'new/', 9, 5)).rejects.toThrow(IndexUnavailable);
  });
});
