/**
 * A deploy changes the lives. The invalidation function kept marks for the life in its own settings, and floors for
 * the present life. They ended before observations that another version or earlier settings had stored for longer.
 */
import { expect, test } from '@jest/globals';
import { createChangeApplier } from '../../lambdas/core/changes/apply.ts';
import { BUCKET, HOUR_MS, ORDINARY, World } from '../support/world.ts';

const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;

test('a mark is kept until the end of the watch that is live when the event is processed', async () => {
  const world = new World({ bucket: { listLifeMs: 60_000, statLifeMs: 60_000 } });
  const kept: number[] = [];
  const applier = createChangeApplier({
    table: {
      ...world.table,
      writeMarks: async (_directory, _name, _marks, keepUntil) => void kept.push(keepUntil),
    },
    clock: { now: () => world.now },
    waiter: { wait: async () => {} },
    telemetry: { count: () => {} },
    settings: { clockMarginMs: 0 },
    ...{ buckets: [world.bucket] },
  });
  world.put('d/a');
  await world.list('d/');
  await applier.apply([{ bucket: BUCKET, keys: ['d/a'], kind: 'altered' }], world.now);
  // The listing function already has the new settings; this instance of the invalidation function still has the old
  // ones.
  const longer = { ...world.bucket, listLifeMs: WEEK_MS };
  world.now += 1_000;
  await world.reader.list({
    ...{ bucket: longer, directory: 'd/', filter: '', limit: 10 },
    freshness: { ...ORDINARY, noCache: true },
  });
  await applier.apply([{ bucket: BUCKET, keys: ['d/a'], kind: 'altered' }], world.now);
  expect(kept.at(-1)).toBeGreaterThan(world.now + WEEK_MS);
});

test('a floor outlives what it makes void, even if the life is shortened and then restored', async () => {
  const world = new World({ bucket: { listLifeMs: WEEK_MS } });
  const shorter = { ...world.bucket, listLifeMs: 60_000, statLifeMs: 60_000 };
  world.put('d/a');
  await world.list('d/');
  world.remove('d/a');
  world.now += 1_000;
  await world.reader.invalidate({ bucket: shorter, keys: [], prefixes: ['d/'] });
  world.now += HOUR_MS;
  await world.reader.invalidate({ bucket: shorter, keys: [], prefixes: ['other/'] });
  world.now += 2_000;
  expect((await world.list('d/')).names).toEqual([]);
});

test('the marks of an explicit invalidation outlive what they make void too', async () => {
  const kept: number[] = [];
  const world = new World({
    bucket: { listLifeMs: 60_000, statLifeMs: 60_000 },
    table: (table) => ({
      ...table,
      writeMarks: async (_directory, _name, _marks, keepUntil) => void kept.push(keepUntil),
    }),
  });
  await world.reader.invalidate({ bucket: world.bucket, keys: ['d/a'], prefixes: [] });
  expect(Math.min(...kept)).toBeGreaterThan(world.now + WEEK_MS);
});
