/** Fills and their ranges as items: the inputs for DynamoDB, and what is read back. */
import { describe, expect, test } from '@jest/globals';
import { expirySeconds } from '../../../../lambdas/adapters/dynamodb/expiry.ts';
import {
  addRangeInput,
  createFillInput,
  endFillInput,
  fillOperations,
  parseFill,
  parseRange,
  rangesInput,
  replaceRangeInput,
} from '../../../../lambdas/adapters/dynamodb/fills.ts';
import type { Item } from '../../../../lambdas/adapters/dynamodb/keys.ts';
import type { Sender } from '../../../../lambdas/adapters/dynamodb/send.ts';
import { FILL_KEPT_MS, type FillEnd, type FillJob } from '../../../../lambdas/core/model/fill-job.ts';
import type { FillRange } from '../../../../lambdas/core/model/fill-range.ts';
import { END, START } from '../../../../lambdas/core/model/range.ts';
import { IndexUnavailable, ItemUnreadable } from '../../../../lambdas/core/ports/index-table.ts';

const NOW = 1_790_000_000_000;
const FILL = { bucket: 'bkt', id: 'f1' };
const FILL_KEY = { pk: 'j#bkt#f1', sk: '#' };
const JOB: FillJob = { ...FILL, prefix: 'a/', recursive: true, startedAt: NOW, end: undefined };
const WHOLE: FillRange = {
  ...{ id: '0000-0', after: START, through: END, reached: START, done: false },
  ...{ listed: 5, pages: 4, turn: 3, version: 2, changedAt: NOW + 1, shares: [] },
};
const PART: FillRange = {
  ...{ ...WHOLE, after: 'b', through: 'y', reached: 'c', done: true },
  shares: [
    { id: '0001-x', after: START, through: 'd' },
    { id: '0001-y', after: 'd', through: END },
  ],
};

const jobItem = (job: FillJob = JOB): Item => createFillInput(job).Item!;
const rangeItem = (range: FillRange): Item => addRangeInput(FILL, range).Item!;

describe('the item of a fill', () => {
  test('is created only once, and kept for as long as the fill can be read', () => {
    expect(createFillInput(JOB)).toStrictEqual({
      Item: { ...FILL_KEY, p: 'a/', r: 1, s: NOW, expiresAt: expirySeconds(NOW + FILL_KEPT_MS) },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    expect(jobItem({ ...JOB, recursive: false }).r).toBe(0);
  });

  test('is read back as it was written', () => {
    for (const recursive of [true, false])
      expect(parseFill(jobItem({ ...JOB, recursive }), FILL)).toStrictEqual({ ...JOB, recursive });
  });

  test('is ended once, and only if it exists', () => {
    expect(endFillInput(FILL, { state: 'complete', at: 9 })).toStrictEqual({
      Key: FILL_KEY,
      UpdateExpression: 'SET x = :state, e = :at',
      ConditionExpression: 'attribute_exists(s) AND attribute_not_exists(x)',
      ExpressionAttributeValues: { ':state': 'complete', ':at': 9 },
    });
    expect(endFillInput(FILL, { state: 'failed', at: 9, why: 'refused' })).toMatchObject({
      UpdateExpression: 'SET x = :state, e = :at, y = :why',
      ExpressionAttributeValues: { ':state': 'failed', ':at': 9, ':why': 'refused' },
    });
  });

  test.each<[Item, FillEnd]>([
    [
      { x: 'complete', e: 9 },
      { state: 'complete', at: 9 },
    ],
    [
      { x: 'cancelled', e: 9 },
      { state: 'cancelled', at: 9 },
    ],
    [
      { x: 'failed', e: 9, y: 'refused' },
      { state: 'failed', at: 9, why: 'refused' },
    ],
    [
      { x: 'failed', e: 9 },
      { state: 'failed', at: 9, why: '' },
    ],
  ])('%j is an end', (attributes, end) => {
    expect(parseFill({ ...jobItem(), ...attributes }, FILL).end).toStrictEqual(end);
  });

  test.each<[Item]>([[{ x: 'stopped', e: 9 }], [{ x: 'complete' }], [{ r: 2 }], [{ r: 'yes' }], [{ s: -1 }]])(
    '%j is unreadable',
    (attributes) => {
      expect(() => parseFill({ ...jobItem(), ...attributes }, FILL)).toThrow(/^[xers] is /);
    },
  );
});

describe('the item of a range', () => {
  const expiresAt = expirySeconds(NOW + 1 + FILL_KEPT_MS);

  test('has no bound and no share that the range does not have', () => {
    expect(addRangeInput(FILL, WHOLE)).toStrictEqual({
      Item: {
        ...{ pk: 'j#bkt#f1', sk: 'r0000-0', d: 0, n: 5, c: 4, u: 3, v: 2, o: NOW + 1 },
        expiresAt,
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
  });

  test('replaces only the version before it', () => {
    expect(replaceRangeInput(FILL, PART)).toStrictEqual({
      Item: {
        ...{ ...rangeItem(WHOLE), a: 'b', t: 'y', q: 'c', d: 1 },
        h: '[{"id":"0001-x","after":null,"through":"d"},{"id":"0001-y","after":"d","through":null}]',
      },
      ConditionExpression: 'v = :before',
      ExpressionAttributeValues: { ':before': 1 },
    });
  });

  test('is read back as it was written', () => {
    for (const range of [WHOLE, PART]) expect(parseRange(rangeItem(range))).toStrictEqual(range);
  });

  test.each<[Item]>([[{ d: 2 }], [{ h: '{' }], [{ h: '[{"id":"x"}]' }], [{ v: -1 }], [{ q: 1 }]])(
    '%j is unreadable',
    (attributes) => {
      expect(() => parseRange({ ...rangeItem(PART), ...attributes })).toThrow(/^[dhvq] is /);
    },
  );
});

/** Gives these items to reads, and this outcome to conditional writes. */
function given(items: Item[], { isMet = true, more = false } = {}) {
  const sent: unknown[] = [];
  const sender = {
    get: async () => items[0],
    query: async (input: unknown) => {
      sent.push(input);
      return { items, more };
    },
    put: async (input: unknown) => {
      sent.push(input);
      return isMet;
    },
    update: async (input: unknown) => {
      sent.push(input);
      return { outcome: 'written', item: {} };
    },
  };
  return { fills: fillOperations(sender as unknown as Sender, { count: () => {} }), sent };
}

describe('fills in the table', () => {
  test('are written', async () => {
    const { fills, sent } = given([]);
    await fills.createFill(JOB);
    await fills.addRange(FILL, WHOLE);
    await fills.endFill(FILL, { state: 'cancelled', at: 9 });
    expect(sent).toEqual([
      createFillInput(JOB),
      addRangeInput(FILL, WHOLE),
      endFillInput(FILL, { state: 'cancelled', at: 9 }),
    ]);
  });

  test('report whether a range was replaced', async () => {
    for (const [isMet, outcome] of [
      [true, 'written'],
      [false, 'superseded'],
    ] as const) {
      const { fills, sent } = given([], { isMet });
      expect(await fills.replaceRange(FILL, PART)).toBe(outcome);
      expect(sent).toEqual([replaceRangeInput(FILL, PART)]);
    }
  });

  test('are read; what is not stored is absent', async () => {
    expect(await given([jobItem()]).fills.readFill(FILL)).toEqual(JOB);
    expect(await given([rangeItem(PART)]).fills.readRange(FILL, PART.id)).toEqual(PART);
    expect(await given([]).fills.readFill(FILL)).toBeUndefined();
    expect(await given([]).fills.readRange(FILL, PART.id)).toBeUndefined();
  });

  test('have ranges, which are read with strong consistency and all of them, or not at all', async () => {
    const { fills, sent } = given([rangeItem(WHOLE), rangeItem(PART)]);
    expect(await fills.readRanges(FILL)).toEqual([WHOLE, PART]);
    expect(sent).toEqual([rangesInput(FILL)]);
    expect(rangesInput(FILL)).toStrictEqual({
      KeyConditionExpression: 'pk = :partition AND begins_with(sk, :letter)',
      ExpressionAttributeValues: { ':partition': 'j#bkt#f1', ':letter': 'r' },
      ConsistentRead: true,
    });
    const tooMany = given([rangeItem(WHOLE)], { more: true }).fills;
    await expect(tooMany.readRanges(FILL)).rejects.toThrow(
      new IndexUnavailable('the fill has too many ranges'),
    );
  });

  test('that are unreadable make the index unusable', async () => {
    const { fills } = given([{ ...jobItem(), sk: 'r0000-0', r: 2 }]);
    for (const read of [fills.readFill(FILL), fills.readRange(FILL, 'x'), fills.readRanges(FILL)])
      await expect(read).rejects.toThrow(ItemUnreadable);
  });
});
