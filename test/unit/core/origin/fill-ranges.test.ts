/** How several listers divide large ranges: which LISTs are sent, in which order, and when they stop. */
import { describe, expect, test } from '@jest/globals';
import type { CachedPage } from '../../../../lambdas/core/model/cached-page.ts';
import {
  END,
  EVERYTHING,
  type NameRange,
  type Position,
  START,
} from '../../../../lambdas/core/model/range.ts';
import { SplitPoints } from '../../../../lambdas/core/model/split-range.ts';
import { fillRanges } from '../../../../lambdas/core/origin/fill-ranges.ts';
import { failed } from '../../../../lambdas/core/questions/answer.ts';
import { questionIn } from '../../../support/scope.ts';
import { World } from '../../../support/world.ts';

const FAILURE = failed('unavailable', 'S3 did not answer.');
const BUDGET_MS = 20_000;

const keyOf = (i: number) => `k${String(i).padStart(7, '0')}`;

const textOf = (after: Position) => (after === START ? 'START' : String(Number(after.slice(1))));

interface Setting {
  keys: number;
  /** The names of one LIST. */
  pageSize?: number;
  points?: string[];
  found?: (range: NameRange) => string[] | typeof FAILURE;
  isOutage?: boolean;
  /** Runs before each LIST is answered. Returns true if it fails. */
  before?: (world: World, lists: number) => boolean | undefined;
}

/**
 * Fills the ranges. Returns the LISTs and searches in order, each LIST with the number of those that then ran: `list`
 * without S3's token, `next` with it.
 */
async function filling(ranges: readonly NameRange[], setting: Setting) {
  const {
    keys,
    pageSize = 1_000,
    points = [],
    found = () => [],
    isOutage = false,
    before = () => false,
  } = setting;
  const world = new World();
  const at = await questionIn(world, '', { kind: 'tree' });
  if (isOutage) at.question.index.bypass('index-unavailable');
  const names = Array.from({ length: keys }, (_, i) => keyOf(i));
  const log: string[] = [];
  let lists = 0;
  let running = 0;
  let most = 0;
  at.store.list = async ({ after, token }) => {
    lists++;
    running++;
    log.push(`${running} ${token === undefined ? 'list' : 'next'} ${textOf(after)}`);
    most = Math.max(most, running);
    const fails = before(world, lists);
    await null;
    running--;
    if (fails) return FAILURE;
    const from = after === START ? 0 : Number(after.slice(1)) + 1;
    const listed = names.slice(from, from + pageSize);
    const more = listed.length > 0 && listed.at(-1) !== names.at(-1);
    const entries = listed.map((name) => ({ type: 'object', name, sizeBytes: 1 }) as const);
    return { outcome: 'listed', entries, token: more ? 'token' : undefined };
  };
  const split = new SplitPoints();
  split.add(points);
  const pages: CachedPage[] = [];
  const fill = {
    ...{ at, watch: undefined, points: split },
    findPoints: async (range: NameRange) => {
      log.push(`find ${textOf(range.after)}`);
      return found(range);
    },
    onPage: (page: CachedPage) => pages.push(page),
  };
  const result = await fillRanges(fill, ranges);
  const counted = pages.reduce((sum, { entries }) => sum + entries.length, 0);
  return { result, log, lists, most, counted };
}

/** Ten ranges of 2,000 keys each. */
const TEN: NameRange[] = Array.from({ length: 10 }, (_, i) => ({
  after: i === 0 ? START : keyOf(2_000 * i - 1),
  through: i === 9 ? END : keyOf(2_000 * (i + 1) - 1),
}));
const BORDERS = Array.from({ length: 9 }, (_, i) => keyOf(2_000 * (i + 1)));

describe('a range', () => {
  test('is listed by one chain of LISTs to its end', async () => {
    expect(await filling([EVERYTHING], { keys: 2_500 })).toEqual({
      ...{ result: { outcome: 'complete' }, counted: 2_500, lists: 3, most: 1 },
      log: ['1 list START', '1 next 999', '1 next 1999'],
    });
    const first: NameRange = { after: START, through: keyOf(999) };
    expect(await filling([first], { keys: 2_500 })).toMatchObject({ counted: 1_000, lists: 1 });
    expect(await filling([], { keys: 1 })).toMatchObject({ result: { outcome: 'complete' }, lists: 0 });
  });

  test('is not complete if its last LIST failed because the time was over', async () => {
    const { result, lists } = await filling([EVERYTHING], {
      keys: 1,
      before: (world) => {
        world.now += BUDGET_MS;
        return true;
      },
    });
    expect([result, lists]).toEqual([{ outcome: 'stopped' }, 1]);
  });

  test('is not listed beyond 2,000 LISTs', async () => {
    const { result, lists } = await filling([EVERYTHING], { keys: 2_001, pageSize: 1 });
    expect([result, lists]).toEqual([{ outcome: 'stopped' }, 2_000]);
    const enough = await filling([EVERYTHING], { keys: 2_000, pageSize: 1 });
    expect([enough.result, enough.lists]).toEqual([{ outcome: 'complete' }, 2_000]);
  });
});

describe('several ranges', () => {
  test('are listed four at once, and more when LISTs are fast', async () => {
    const { result, counted, log } = await filling(TEN, { keys: 20_000 });
    expect([result, counted]).toEqual([{ outcome: 'complete' }, 20_000]);
    expect(log).toEqual([
      ...['1 list START', '2 list 1999', '3 list 3999', '4 list 5999'],
      ...['1 next 999', '2 next 2999', '3 next 4999', '4 next 6999'],
      ...['1 list 7999', '2 list 9999', '3 list 11999', '4 list 13999', '5 list 15999', '6 list 17999'],
      'find 8999',
      ...['1 next 10999', '2 next 12999', '3 next 14999', '4 next 16999', '5 next 18999', '6 next 8999'],
    ]);
  });

  test('are listed three at once while the table does not answer', async () => {
    const { counted, most, log } = await filling(TEN, { keys: 20_000, isOutage: true });
    expect([counted, most]).toEqual([20_000, 3]);
    expect(log.slice(0, 6)).toEqual([
      ...['1 list START', '2 list 1999', '3 list 3999', '1 next 999', '2 next 2999', '3 next 4999'],
    ]);
  });

  test('are given back when LISTs become slow', async () => {
    const sixty = Array.from({ length: 60 }, (_, i): NameRange => {
      return { after: keyOf(3_000 * i), through: keyOf(3_000 * (i + 1)) };
    });
    /** The last of the first 16 LISTs that run at once. All of them end after it. */
    const slow = 76;
    const { result, lists, log } = await filling(sixty, {
      keys: 180_001,
      before: (world, sent) => {
        world.now += sent === slow ? 1_000 : 10;
        return false;
      },
    });
    expect([result, lists]).toEqual([{ outcome: 'complete' }, 180]);
    expect(log[slow - 1]).toBe('16 list 105000');
    // Then 12 run instead of 16.
    expect(log.slice(slow + 11, slow + 13)).toEqual(['12 list 141000', '1 next 109000']);
    // Ranges that have not begun are first, and then those that were given back.
    expect(log.slice(slow + 47, slow + 50)).toEqual(['12 list 177000', '13 next 61000', '14 next 64000']);
  });

  test('fail with the first failure, after which no LIST is sent', async () => {
    const { result, lists } = await filling(TEN, { keys: 20_000, before: (_, sent) => sent === 2 });
    expect([result, lists]).toEqual([FAILURE, 4]);
  });

  test('stop when the time of the question is over, also in the middle of a LIST that then fails', async () => {
    const overAt = (last: number, fails: boolean) =>
      filling(TEN, {
        keys: 20_000,
        before: (world, sent) => {
          if (sent === last) world.now += BUDGET_MS;
          return fails && sent >= last;
        },
      });
    expect(await overAt(6, false)).toMatchObject({
      result: { outcome: 'stopped' },
      lists: 6,
      counted: 6_000,
    });
    expect(await overAt(6, true)).toMatchObject({ result: { outcome: 'stopped' }, lists: 6, counted: 5_000 });
  });
});

describe('a long range', () => {
  const BEFORE = ['1 list START', '1 next 999', '1 next 1999'];
  const DIVIDED = [
    ...['1 list 8000', '2 list 14000', '1 next 2999'],
    ...['1 list 10000', '2 list 12000', '3 list 16000', '4 list 18000', '3 next 9000', '2 next 15000'],
    ...['3 list 4000', '4 list 6000', '1 next 3999', 'find 11000'],
    ...['1 next 13000', '2 next 17000', '3 next 19000', '4 next 11000', '2 next 5000', '3 next 7000'],
  ];

  test('is divided at known points after three LISTs', async () => {
    const { counted, log } = await filling([EVERYTHING], { keys: 20_000, points: BORDERS });
    expect(counted).toBe(20_000);
    expect(log).toEqual([...BEFORE, ...DIVIDED]);
  });

  test('is not divided if the points are so dense that the parts would be small', async () => {
    const points = Array.from({ length: 45 }, (_, i) => keyOf(100 * i));
    const { log } = await filling([EVERYTHING], { keys: 4_500, points });
    expect(log).toEqual([...BEFORE, '1 next 2999', '1 next 3999']);
  });

  test('is divided at points that are then found', async () => {
    const { counted, log } = await filling([EVERYTHING], { keys: 20_000, found: () => BORDERS });
    expect(counted).toBe(20_000);
    expect(log).toEqual([...BEFORE, 'find 2999', ...DIVIDED]);
  });

  test('is searched less and less often while nothing is found', async () => {
    const { log } = await filling([EVERYTHING], { keys: 40_000 });
    const places = log.flatMap((each, i) => (each.startsWith('find') ? [i + 1] : []));
    expect(places).toEqual([4, 7, 12, 21, 38]);
  });

  test('fails with its search, or stops with it when the time is over', async () => {
    const found = () => FAILURE;
    expect(await filling([EVERYTHING], { keys: 20_000, found })).toMatchObject({ result: FAILURE, lists: 3 });
    const late = (world: World, lists: number) => {
      if (lists === 3) world.now += BUDGET_MS;
      return false;
    };
    expect((await filling([EVERYTHING], { keys: 20_000, found, before: late })).result).toEqual({
      outcome: 'stopped',
    });
  });

  test('is not searched while no lister is idle', async () => {
    const { log } = await filling(TEN.slice(0, 3), { keys: 6_000, isOutage: true });
    expect(log.filter((each) => each.startsWith('find'))).toEqual([]);
    const long = TEN.slice(0, 3).map((_, i): NameRange => {
      return { after: keyOf(4_000 * i), through: keyOf(4_000 * (i + 1)) };
    });
    const busy = await filling(long, { keys: 12_001, isOutage: true });
    expect(busy.log.filter((each) => each.startsWith('find'))).toEqual([]);
  });

  test('is searched again as soon as found points are used up', async () => {
    const next = ({ after }: NameRange) => [keyOf(Number((after as string).slice(1)) + 1_500)];
    const { log } = await filling([EVERYTHING], { keys: 20_000, found: next });
    const places = log.flatMap((each, i) => (each.startsWith('find') ? [i + 1] : []));
    expect(places).toEqual([4, 7, 11, 15, 19, 23, 27, 31]);
  });

  test('is searched by one lister at a time', async () => {
    const halves: NameRange[] = [
      { after: START, through: keyOf(5_999) },
      { after: keyOf(5_999), through: END },
    ];
    const { log } = await filling(halves, { keys: 12_000 });
    expect(log.slice(0, 8)).toEqual([
      ...['1 list START', '2 list 5999', '1 next 999', '2 next 6999', 'find 1999'],
      ...['1 next 7999', '2 next 1999', 'find 8999'],
    ]);
  });
});
