/** I1: under which watch an observation is made, and what it costs to read or extend the watch. */
import { describe, expect, test } from '@jest/globals';
import { longestLifeMs, watchLengthMs } from '../../../../lambdas/core/model/life.ts';
import {
  beginCountedWatch,
  beginWatch,
  beginWatchBelow,
  ensureWatch,
  longEnough,
  watchOf,
  watchTimes,
} from '../../../../lambdas/core/origin/watch.ts';
import { IndexUnavailable } from '../../../../lambdas/core/ports/index-table.ts';
import { recordedTable } from '../../../support/recorded-table.ts';
import { questionIn } from '../../../support/scope.ts';
import { World, type WorldOptions } from '../../../support/world.ts';

const HEAD_CALLS = ['readHead', 'extendWatch', 'extendBelowWatch'];
const DIRECTORY = { bucket: 'photos', prefix: 'd/' };

async function opened(bucket: WorldOptions['bucket'] = {}) {
  let isDown = false;
  const recorded = recordedTable(() => {
    if (isDown) throw new IndexUnavailable('down');
  });
  const world = new World({ bucket, table: () => recorded.table });
  const at = await questionIn(world, 'd/');
  const calls = () => recorded.calls.filter((call) => HEAD_CALLS.includes(call));
  const goDown = () => {
    isDown = true;
  };
  return { world, at, calls, standing: recorded.standing, goDown };
}

const { bucket: BUCKET } = new World();
const LIFE_MS = longestLifeMs(BUCKET);
const LENGTH_MS = watchLengthMs(BUCKET);

test('a watch is asked for longer than the life, and reused while half a life is left', () => {
  expect(watchTimes(BUCKET, 1_000)).toEqual({
    until: 1_000 + LENGTH_MS,
    atLeast: 1_000 + LIFE_MS,
    now: 1_000,
  });
  expect(longEnough(BUCKET, 1_000)).toBe(1_000 + LIFE_MS / 2);
  expect(LENGTH_MS).toBeGreaterThan(LIFE_MS);
});

test('an observation is made under the watch of its head, and without events under none', () => {
  const head = { watchedUntil: 5, misses: 2, missesSince: 0, leaseUntil: 0 };
  expect(watchOf(BUCKET, head, 1_000)).toEqual({ until: 5, misses: 2 });
  expect(watchOf(BUCKET, undefined, 1_000)).toEqual({ until: 0, misses: 0 });
  expect(watchOf({ ...BUCKET, events: 'none' }, head, 1_000)).toEqual({
    until: 1_000 + LENGTH_MS,
    misses: 2,
  });
});

describe('without events', () => {
  test.each([ensureWatch, beginWatch, beginWatchBelow])('nothing is read or written (%p)', async (begin) => {
    const { world, at, calls } = await opened({ events: 'none' });
    expect(await begin(at)).toEqual({ until: world.now + LENGTH_MS, misses: 0 });
    expect(calls()).toEqual([]);
  });
});

describe('when the index fails', () => {
  test.each([ensureWatch, beginWatch, beginWatchBelow, beginCountedWatch])(
    'there is no watch (%p)',
    async (begin) => {
      const { at, goDown } = await opened();
      goDown();
      expect(await begin(at)).toBeUndefined();
    },
  );
});

describe('for a revalidation', () => {
  test.each([
    [0, ['readHead']],
    [-1, ['readHead', 'extendWatch']],
  ])('a watch that lasts half a life and %j ms is read', async (moreMs, expected) => {
    const { world, at, calls, standing } = await opened();
    const until = longEnough(BUCKET, world.now) + moreMs;
    await standing.extendWatch(DIRECTORY, { until, atLeast: until, now: world.now });
    expect(await ensureWatch(at)).toEqual({ until: moreMs === 0 ? until : world.now + LENGTH_MS, misses: 0 });
    expect(calls()).toEqual(expected);
  });

  test('a watch that this instance remembers is not read', async () => {
    const { world, at, calls } = await opened();
    const watch = await ensureWatch(at);
    expect(calls()).toEqual(['readHead', 'extendWatch']);
    world.now += LENGTH_MS - LIFE_MS / 2;
    expect(await ensureWatch(await questionIn(world, 'd/', { beside: at }))).toMatchObject({
      until: watch!.until,
    });
    expect(calls()).toEqual(['readHead', 'extendWatch']);
    world.now += 1;
    await ensureWatch(at);
    expect(calls()).toEqual(['readHead', 'extendWatch', 'readHead', 'extendWatch']);
  });
});

describe('for a LIST', () => {
  test('a watch is written without a read, unless it is remembered and lasts a whole life', async () => {
    const { world, at, calls } = await opened();
    expect(await beginWatch(at)).toEqual({ until: world.now + LENGTH_MS, misses: 0 });
    world.now += LENGTH_MS - LIFE_MS;
    await beginWatch(at);
    expect(calls()).toEqual(['extendWatch']);
    world.now += 1;
    expect(await beginWatch(at)).toEqual({ until: world.now + LENGTH_MS, misses: 0 });
    expect(calls()).toEqual(['extendWatch', 'extendWatch']);
  });

  test('of everything below, the watch is one of everything below', async () => {
    const { world, at, calls, standing } = await opened();
    expect(await beginWatchBelow(at)).toEqual({ until: world.now + LENGTH_MS, misses: 0 });
    expect(await standing.readHead(DIRECTORY)).toMatchObject({ watchedBelowUntil: world.now + LENGTH_MS });
    expect(calls()).toEqual(['extendBelowWatch']);
  });

  test('that may be a second miss, the head counts', async () => {
    const { at } = await opened();
    expect(await beginCountedWatch(at)).toMatchObject({ misses: 1 });
    expect(await beginCountedWatch(at)).toMatchObject({ misses: 2 });
  });
});
