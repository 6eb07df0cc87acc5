/**
 * The number of names that one request reads, and the number of its S3 calls, are limited, and the answer says so.
 */
import { describe, expect, test } from '@jest/globals';
import { FIND_MAX_LISTS, FIND_MAX_NAMES, stopsAt } from '../../../../lambdas/core/answers/find-budget.ts';
import type { Entry } from '../../../../lambdas/core/model/entry.ts';
import { NAME_ORDER, type SortOrder } from '../../../../lambdas/core/model/sort-order.ts';
import { IndexUnavailable } from '../../../../lambdas/core/ports/index-table.ts';
import type { Answer } from '../../../../lambdas/core/questions/answer.ts';
import type { CacheDirectives } from '../../../../lambdas/core/questions/cache-directives.ts';
import type { FindQuestion, FoundPage } from '../../../../lambdas/core/questions/find.ts';
import { ORDINARY, World } from '../../../support/world.ts';

const LARGEST: SortOrder = { by: 'size', descending: true };
/** More names than a request may read with its maximum number of LISTs. */
const LARGE = FIND_MAX_LISTS * 1_000 + 500;

function worldOf(names: number, options: ConstructorParameters<typeof World>[0] = {}): World {
  const world = new World(options);
  for (let i = 0; i < names; i++) world.put(`large/${String(i).padStart(6, '0')}`, i);
  world.now += 1;
  return world;
}

function find(world: World, question: Partial<FindQuestion> = {}): Promise<Answer<FoundPage>> {
  return world.reader.find({
    bucket: world.bucket,
    directory: 'large/',
    filter: '',
    selection: {},
    order: NAME_ORDER,
    limit: 3,
    partial: false,
    freshness: ORDINARY,
    ...question,
  });
}

const namesOf = (entries: readonly Entry[]) => entries.map(({ name }) => name);
function pageOf(answer: Answer<FoundPage>): FoundPage {
  if (answer.outcome !== 'answered') throw new Error(`${answer.code}: ${answer.detail}`);
  return answer.value;
}

describe('a sorted answer over a large cold directory', () => {
  test('is incomplete until all of it is known; each request continues where the one before stopped', async () => {
    const world = worldOf(LARGE);
    const first = await world.callsOf(async () => {
      expect(await find(world, { order: LARGEST })).toMatchObject({
        outcome: 'failed',
        code: 'incomplete',
        progress: { seen: FIND_MAX_LISTS * 1_000 },
        detail: expect.stringMatching(/^sort: /),
      });
    });
    expect(first.list).toBe(FIND_MAX_LISTS);
    const second = await world.callsOf(async () => {
      const page = pageOf(await find(world, { order: LARGEST }));
      expect(namesOf(page.entries)).toEqual(['050499', '050498', '050497']);
      expect(page).toMatchObject({
        complete: true,
        scanned: LARGE,
        next: { name: '050497', value: 50_497 },
      });
    });
    expect(second.list).toBe(1);
  });

  test('covers only what is known, and says so, if the caller accepts a part', async () => {
    const page = pageOf(await find(worldOf(LARGE), { order: LARGEST, partial: true }));
    expect(page).toMatchObject({ complete: false, scanned: FIND_MAX_LISTS * 1_000 });
    expect(namesOf(page.entries)).toEqual(['049999', '049998', '049997']);
  });

  const unkept: [string, Partial<CacheDirectives>, number][] = [
    ['the request forbids to keep it', { noStore: true }, 3_600_000],
    ['the request asks for all of it afresh', { noCache: true }, 3_600_000],
    ['the bucket is never cached', {}, 0],
  ];
  test.each(unkept)('is too expensive if %s', async (_, freshness, listLifeMs) => {
    const world = worldOf(LARGE, { bucket: { listLifeMs, statLifeMs: listLifeMs } });
    const answer = await find(world, { order: LARGEST, freshness: { ...ORDINARY, ...freshness } });
    expect(answer).toMatchObject({ outcome: 'failed', code: 'too-expensive' });
  });

  test('is unavailable if the index is unavailable, because nothing could be stored', async () => {
    const world = worldOf(LARGE, {
      table: (table) => ({
        ...table,
        readBucket: async () => {
          throw new IndexUnavailable('down');
        },
      }),
    });
    expect(await find(world, { order: LARGEST })).toMatchObject({ outcome: 'failed', code: 'unavailable' });
  });

  test('of a directory that its parent does not list costs no LIST', async () => {
    const world = worldOf(10);
    await world.list('');
    const calls = await world.callsOf(async () => {
      for (const order of [LARGEST, NAME_ORDER]) {
        const page = pageOf(await find(world, { directory: 'none/', order }));
        expect(page).toEqual({ entries: [], scanned: 0, complete: true });
      }
    });
    expect(calls).toEqual({ list: 0, head: 0 });
  });

  test('stops asking S3 after half of its time, so that it can still answer', async () => {
    const world: World = worldOf(20_000, {
      store: (store) => ({
        ...store,
        list: async (request) => {
          world.now += 1_000;
          return store.list(request);
        },
      }),
    });
    expect(await find(world, { order: LARGEST })).toMatchObject({
      code: 'incomplete',
      progress: { seen: 10_000 },
    });
  });

  test('fails as a list does if it may not ask S3; a part is then what the index holds', async () => {
    const world = worldOf(2_000);
    // This sends one LIST, which covers half of the directory.
    await find(world, { limit: 1 });
    const asked = { order: LARGEST, freshness: { ...ORDINARY, onlyIfCached: true } };
    expect(await find(world, asked)).toMatchObject({ code: 'only-if-cached' });
    const page = pageOf(await find(world, { ...asked, partial: true }));
    expect(page).toMatchObject({ complete: false, scanned: 1_000 });
    expect(namesOf(page.entries)).toEqual(['000999', '000998', '000997']);
  });
});

describe('a filtered answer', () => {
  test('over a large cold directory continues by its cursor, even if nothing was found', async () => {
    const world = worldOf(LARGE);
    const selection = { minSizeBytes: LARGE - 1 };
    const first = pageOf(await find(world, { selection }));
    expect(first).toEqual({
      entries: [],
      scanned: FIND_MAX_LISTS * 1_000,
      complete: true,
      next: { name: '049999' },
    });
    const second = pageOf(await find(world, { selection, after: first.next! }));
    expect(namesOf(second.entries)).toEqual(['050499']);
    expect(second).toMatchObject({ scanned: 500 });
    expect(second.next).toBeUndefined();
  });

  test('reads only names that start with the fixed beginning of the pattern', async () => {
    const world = worldOf(5_000);
    const pattern = { head: '0042', matches: ({ name }: { name: string }) => name.endsWith('7') };
    const calls = await world.callsOf(async () => {
      const page = pageOf(await find(world, { selection: { pattern }, limit: 100 }));
      expect(namesOf(page.entries)).toEqual(Array.from({ length: 10 }, (_, i) => `0042${i}7`));
      expect(page.scanned).toBe(100);
    });
    expect(calls.list).toBe(1);
  });

  test('finds nothing if the prefix and the pattern exclude each other', async () => {
    const world = worldOf(50);
    const pattern = { head: '00001', matches: ({ name }: { name: string }) => name.startsWith('00001') };
    for (const filter of ['00002', '1']) {
      expect(pageOf(await find(world, { selection: { pattern }, filter })).entries).toEqual([]);
    }
  });

  test('has equal cursors for equal pages, whatever the index contained', async () => {
    const world = worldOf(3_000);
    const asked = { selection: { minSizeBytes: 10 }, limit: 990 };
    expect(pageOf(await find(world, asked))).toEqual(pageOf(await find(world, asked)));
  });
});

describe('the limit of names', () => {
  test('is checked before each step', async () => {
    const instance = { clock: { now: () => 0 }, settings: { requestBudgetMs: 20_000 } };
    const context = { instance, policy: { startedAt: 0 }, store: { heads: 0, lists: 0 } };
    const stop = (scanned: number) => stopsAt(context as never, {} as never, scanned);
    expect(await stop(FIND_MAX_NAMES - 1)).toBeUndefined();
    expect(await stop(FIND_MAX_NAMES)).toBe('names');
  });
});
