/** When the page of a LIST is stored, and in which range. */
import { describe, expect, test } from '@jest/globals';
import { watchLengthMs } from '../../../../lambdas/core/model/life.ts';
import { END, type NameRange, START } from '../../../../lambdas/core/model/range.ts';
import type { Scope } from '../../../../lambdas/core/model/scope.ts';
import { rangeOfDirectory } from '../../../../lambdas/core/model/tree.ts';
import { fill, observedPage } from '../../../../lambdas/core/origin/fill.ts';
import type { Gap } from '../../../../lambdas/core/origin/list-gap.ts';
import { IndexUnavailable } from '../../../../lambdas/core/ports/index-table.ts';
import type { Filled } from '../../../../lambdas/core/request/filled.ts';
import { recordedTable } from '../../../support/recorded-table.ts';
import { questionIn } from '../../../support/scope.ts';
import { HOUR_MS, ORDINARY, World } from '../../../support/world.ts';

const GAP: Gap = { after: START, pages: [], known: [], wanted: 10 };
const WATCHES = ['extendWatch', 'extendTreeWatch'];

async function filling(
  asked: Parameters<typeof questionIn>[2] = {},
  fails = false,
  before: Parameters<typeof recordedTable>[0] = () => {},
) {
  const recorded = recordedTable(before);
  const world: World = new World({
    table: () => recorded.table,
    store: (store) => ({
      ...store,
      list: async (request) =>
        fails ? { outcome: 'failed', reason: 'denied', message: 'denied' } : store.list(request),
    }),
  });
  world.put('d/a');
  const at = await questionIn(world, 'd/', asked);
  const from = recorded.calls.length;
  const calls = () => recorded.calls.slice(from);
  return { world, at, calls, watch: { until: world.now + HOUR_MS, misses: 0 } };
}

describe('a fill', () => {
  test('begins a watch, and stores the page', async () => {
    const { at, calls } = await filling();
    const filled = (await fill(at, GAP)) as Filled;
    expect([filled.outcome, await filled.stored]).toEqual(['filled', true]);
    expect(calls()[0]).toBe('extendWatch');
    expect(calls().filter((call) => call === 'writeChunk')).toHaveLength(1);
    expect(filled.sentNumber).toBeGreaterThan(at.question.beganNumber);
  });

  test('uses the watch that was taken', async () => {
    const { at, calls, watch } = await filling();
    await ((await fill(at, GAP, watch)) as Filled).stored;
    expect(calls()).toContain('writeChunk');
    expect(calls().filter((call) => WATCHES.includes(call))).toEqual([]);
  });

  test.each<[string, Parameters<typeof questionIn>[2], Partial<Gap>]>([
    ['the request forbids it', { freshness: { ...ORDINARY, noStore: true } }, {}],
    ['the page is rented', {}, { rented: true }],
  ])('stores nothing and watches nothing if %s', async (_, asked, over) => {
    const { at, calls, watch } = await filling(asked);
    const filled = (await fill(at, { ...GAP, ...over }, watch)) as Filled;
    expect(await filled.stored).toBe(false);
    expect(calls()).toEqual([]);
  });

  test('fails with S3', async () => {
    const { at, calls } = await filling({}, true);
    const failure = await fill(at, GAP);
    expect(failure).toMatchObject({ code: 'upstream-denied' });
    expect(failure).not.toHaveProperty('stored');
    expect(calls()).not.toContain('writeChunk');
  });

  test('stores no page with a name that the index cannot hold', async () => {
    const { world, at, watch } = await filling();
    world.put('d/b');
    at.index.canHold = (name) => name !== 'a';
    expect(await ((await fill(at, GAP, watch)) as Filled).stored).toBe(false);
  });

  test('stores digests of a tree too, and says whether both were stored', async () => {
    const stored = async (fails: string) => {
      const kinds: (string | undefined)[] = [];
      const { at, watch } = await filling({ kind: 'tree' }, false, (call, [scope]) => {
        if (call !== 'writeChunk') return;
        const { kind } = scope as Scope;
        kinds.push(kind);
        if (kind === fails) throw new IndexUnavailable('down');
      });
      const isStored = await ((await fill(at, GAP, watch)) as Filled).stored;
      return [isStored, kinds.sort()];
    };
    expect(await stored('none')).toEqual([true, ['digests', 'tree']]);
    expect(await stored('tree')).toEqual([false, ['digests', 'tree']]);
    expect(await stored('digests')).toEqual([false, ['digests', 'tree']]);
  });
});

describe('a page to store', () => {
  const NOW = 1_000;
  async function observed(range: NameRange, over: { endsAt?: number; below?: string } = {}) {
    const { at } = await filling();
    const tree = await questionIn(new World(), over.below ?? '', { kind: 'tree', beside: at });
    const page = { ...range, observedAt: NOW, endsAt: over.endsAt ?? NOW + 1, entries: [], fresh: true };
    return observedPage(tree, page, { until: 7, misses: 0 });
  }
  const within = rangeOfDirectory('d/');

  test('has the range of the LIST, the watch and the epoch', async () => {
    const page = await observed({ after: 'a', through: 'b' });
    expect(page).toMatchObject({
      after: 'a',
      through: 'b',
      observedAt: NOW,
      endsAt: NOW + 1,
      watchedUntil: 7,
    });
    expect(page!.epoch).toMatch(/^id-/);
  });

  test('is limited to the names that are watched', async () => {
    expect(await observed({ after: START, through: END }, { below: 'd/' })).toMatchObject(within);
    const inside = { after: 'd/k', through: 'd/m' };
    expect(await observed(inside, { below: 'd/' })).toMatchObject(inside);
    expect(await observed(within, { below: 'd/' })).toMatchObject(within);
  });

  test('does not exist if it is over already, or empty', async () => {
    expect(await observed({ after: 'a', through: 'b' }, { endsAt: NOW })).toBeUndefined();
    expect(await observed({ after: 'b', through: 'b' })).toBeUndefined();
  });

  test('does not exist if the index cannot hold its ends', async () => {
    const long = 'x'.repeat(1_100);
    expect(await observed({ after: long, through: END })).toBeUndefined();
    expect(await observed({ after: START, through: long })).toBeUndefined();
  });
});

test('a watch lasts longer than the life that it is for', async () => {
  const { at, world } = await filling();
  await fill(at, GAP);
  expect(at.index.rememberedWatch!.until).toBe(world.now + watchLengthMs(world.bucket));
});
