/** Which range one LIST covers, until when its page may be used, and when it is no valid listing. */
import { describe, expect, test } from '@jest/globals';
import { FLOOR_CACHE_MS, floorKnownMs } from '../../../../lambdas/core/model/bucket-item.ts';
import type { CachedPage } from '../../../../lambdas/core/model/cached-page.ts';
import { END, type NameRange, START } from '../../../../lambdas/core/model/range.ts';
import { type Gap, type ListedPage, listGap } from '../../../../lambdas/core/origin/list-gap.ts';
import type { ListOutcome } from '../../../../lambdas/core/ports/object-store.ts';
import { isFailed } from '../../../../lambdas/core/questions/answer.ts';
import { questionIn } from '../../../support/scope.ts';
import { HOUR_MS, World } from '../../../support/world.ts';

const GAP: Gap = { after: START, pages: [], known: [], wanted: 10 };

/** S3 gives these answers to LISTs of `d/`, in order, and then the last one again. */
async function asking(answers: readonly ListOutcome[], kind: 'directory' | 'tree' = 'directory') {
  const requests: { token: string | undefined; maxKeys: number }[] = [];
  const world: World = new World({
    bucket: { tree: { roots: [''], lifeMs: HOUR_MS / 2 } },
    clockMarginMs: 7,
    store: (store) => ({
      ...store,
      list: async ({ token, maxKeys }) => {
        requests.push({ token, maxKeys });
        return answers[Math.min(requests.length, answers.length) - 1]!;
      },
    }),
  });
  const at = await questionIn(world, 'd/', { kind });
  const watch = { until: world.now + 2 * HOUR_MS, misses: 0 };
  return { world, at, watch, requests };
}
const answer = (names: readonly string[], token?: string): ListOutcome => {
  const entries = names.map((name) => ({ type: 'object', name, sizeBytes: 1 }) as const);
  return { outcome: 'listed', entries, token };
};
async function listed(answers: readonly ListOutcome[], over: Partial<Gap> = {}, kind?: 'directory' | 'tree') {
  const { at, watch } = await asking(answers, kind);
  const page = await listGap(at, { ...GAP, ...over }, watch);
  if (isFailed(page)) throw new Error(page.detail);
  return page;
}
const rangeOf = ({ page: { after, through }, token }: ListedPage) => [after, through, token];
const standing = (range: NameRange): CachedPage => ({
  ...{ ...range, observedAt: 1, endsAt: 2, entries: [], fresh: false },
});

describe('the end of a page', () => {
  test('is where the LIST ended, or the end of all names', async () => {
    expect(rangeOf(await listed([answer(['a', 'b'], 't')]))).toEqual([START, 'b', 't']);
    expect(rangeOf(await listed([answer(['a', 'b'])]))).toEqual([START, END, undefined]);
    expect(rangeOf(await listed([answer([])]))).toEqual([START, END, undefined]);
  });

  test('is not beyond that of the gap, nor beyond the start of the next page', async () => {
    const cut = await listed([answer(['a', 'b', 'c'], 't')], { through: 'b' });
    expect([rangeOf(cut), cut.page.entries.length]).toEqual([[START, 'b', undefined], 2]);
    const pages = [standing({ after: 'c', through: 'd' }), standing({ after: 'b', through: 'c' })];
    expect(rangeOf(await listed([answer(['a', 'b', 'c'])], { pages }))).toEqual([START, 'b', undefined]);
    expect(rangeOf(await listed([answer(['a', 'b'], 't')], { pages }))).toEqual([START, 'b', 't']);
  });

  test('in a tree may be beyond pages that the LIST covers', async () => {
    const ending = (through: NameRange['through']) =>
      listed([answer(['a', 'b', 'c'], 't')], { pages: [standing({ after: 'd/b', through })] }, 'tree');
    expect(rangeOf(await ending('d/c'))).toEqual([START, 'd/c', 't']);
    expect(rangeOf(await ending('d/d'))).toEqual([START, 'd/b', undefined]);
    expect(rangeOf(await ending(END))).toEqual([START, 'd/b', undefined]);
  });
});

describe('a page', () => {
  test('has its names, and the time before the LIST was sent', async () => {
    const { at, watch, world } = await asking([answer(['a', 'b', 'c'])]);
    const { page } = (await listGap(at, { ...GAP, after: 'a' }, watch)) as ListedPage;
    expect(page.entries.map(({ name }) => name)).toEqual(['b', 'c']);
    expect(page).toMatchObject({ observedAt: world.now, endsAt: world.now + HOUR_MS, fresh: true });
  });

  test('ends with its life or its watch, and of a tree with the life of trees', async () => {
    const { at, world } = await asking([answer(['a'])]);
    const short = { until: world.now + 9, misses: 0 };
    expect(await listGap(at, GAP, short)).toMatchObject({ page: { endsAt: world.now + 9 } });
    const tree = await asking([answer(['a'])], 'tree');
    expect(await listGap(tree.at, GAP, tree.watch)).toMatchObject({
      ...{ page: { endsAt: tree.world.now + HOUR_MS / 2 } },
    });
  });

  test('without a watch has only the wanted names and one more, and is over at once', async () => {
    const { at, world, watch, requests } = await asking([answer(['a'])]);
    expect(await listGap(at, GAP, undefined)).toMatchObject({ page: { endsAt: world.now } });
    await listGap(at, { ...GAP, wanted: 5_000 }, undefined);
    await listGap(at, GAP, watch);
    expect(requests.map(({ maxKeys }) => maxKeys)).toEqual([11, 1_000, 1_000]);
  });
});

describe('responses without a name', () => {
  test('are followed by their tokens', async () => {
    const { at, watch, requests } = await asking([answer([], 't1'), answer(['a'], 't2'), answer(['b', 'c'])]);
    const gap = { ...GAP, after: 'a', token: 't0' };
    expect(rangeOf((await listGap(at, gap, watch)) as ListedPage)).toEqual(['a', END, undefined]);
    expect(requests.map(({ token }) => token)).toEqual(['t0', 't1', 't2']);
  });

  test('are no listing when there are 20, so what the pages before said is void', async () => {
    const { at, watch, world, requests } = await asking([answer([], 't')]);
    const before = world.now;
    expect(await listGap(at, GAP, watch)).toMatchObject({ code: 'upstream-failed' });
    expect(requests).toHaveLength(20);
    const { floors } = (await world.table.readBucket('photos'))!;
    expect([...floors]).toEqual([['d/', before]]);
    expect(world.now - before).toBe(floorKnownMs(7));
    expect(floorKnownMs(7)).toBeGreaterThan(FLOOR_CACHE_MS);
  });

  test('are no reason to wait if the table does not answer', async () => {
    const { at, watch, world } = await asking([answer([], 't')]);
    const before = world.now;
    at.question.index.bypass('index-unavailable');
    expect(await listGap(at, GAP, watch)).toMatchObject({ code: 'upstream-failed' });
    expect(world.now).toBe(before);
  });
});

test('other failures say nothing about earlier pages', async () => {
  const { at, watch, world } = await asking([{ outcome: 'failed', reason: 'unavailable', message: 'none' }]);
  const before = world.now;
  expect(await listGap(at, GAP, watch)).toMatchObject({ code: 'unavailable' });
  expect([world.now, (await world.table.readBucket('photos'))!.floors.size]).toEqual([before, 0]);
});
