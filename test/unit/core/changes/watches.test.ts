/** Which directories count as watched, according to their heads and by which clock. */
import { describe, expect, test } from '@jest/globals';
import { readWatches } from '../../../../lambdas/core/changes/watches.ts';
import { IndexUnavailable, ItemUnreadable } from '../../../../lambdas/core/ports/index-table.ts';
import { type RecordedTable, recordedTable } from '../../../support/recorded-table.ts';

const UNTIL = 1_700_000_000_000;
const MARGIN_MS = 100;
const at = (prefix: string) => ({ bucket: 'photos', prefix });

async function reading(recorded: RecordedTable, prefixes: string[], { now = UNTIL, offsetMs = 0 } = {}) {
  const clock = { now: () => now, offsetMs: () => offsetMs };
  const context = { table: recorded.table, clock, settings: { clockMarginMs: MARGIN_MS } };
  return readWatches(context, prefixes.map(at));
}

async function watching(prefix: string, below = false): Promise<RecordedTable> {
  const recorded = recordedTable();
  const watch = { until: UNTIL, atLeast: UNTIL, now: 0 };
  if (below) await recorded.standing.extendBelowWatch(at(prefix), watch);
  else await recorded.standing.extendWatch(at(prefix), watch);
  return recorded;
}

describe('a watch', () => {
  test.each([
    ['lasts until it has ended by every clock', { now: UNTIL + MARGIN_MS }, UNTIL],
    ['has ended after that', { now: UNTIL + MARGIN_MS + 1 }, undefined],
    ['lasts if this clock is certainly wrong', { now: UNTIL + 10_000, offsetMs: -5_000 }, UNTIL],
  ])('%s', async (_, clock, until) => {
    expect((await reading(await watching('a/'), ['a/'], clock)).until(at('a/'))).toBe(until);
  });

  test('that never began does not last by any clock', async () => {
    const watched = await reading(recordedTable(), ['a/'], { offsetMs: -5_000 });
    expect(watched.until(at('a/'))).toBeUndefined();
  });

  test('of everything below includes the directories whose heads were all read', async () => {
    const recorded = await watching('', true);
    const all = await reading(recorded, ['a/b/', 'a/', '']);
    expect(['a/b/', 'a/', ''].map((prefix) => all.until(at(prefix)))).toEqual([UNTIL, UNTIL, UNTIL]);
    const some = await reading(recorded, ['a/b/', '']);
    expect(some.until(at('a/b/'))).toBeUndefined();
  });
});

test('no directories need no read', async () => {
  const recorded = recordedTable();
  await reading(recorded, []);
  expect(recorded.calls).toEqual([]);
});

test('an unreadable head is found by reading each one, and a table that does not answer is an error', async () => {
  const failing = (error: Error) =>
    recordedTable((call, [read]) => {
      if (call === 'readHeads') throw new ItemUnreadable('damaged');
      if ((read as { prefix: string }).prefix === 'a/') throw error;
    });
  const watched = await reading(failing(new ItemUnreadable('damaged')), ['a/', 'b/']);
  expect(['a/', 'b/'].map((prefix) => watched.unreadable(at(prefix)))).toEqual([true, false]);
  expect(watched.until(at('a/'))).toBe(Number.POSITIVE_INFINITY);
  expect(watched.trees(at('a/'))).toEqual(new Map());
  await expect(reading(failing(new IndexUnavailable('down')), ['a/', 'b/'])).rejects.toThrow('down');
});
