/** Which observations keep a removal from being marked in the parent directory. */
import { describe, expect, test } from '@jest/globals';
import { isSeenFilled } from '../../../../lambdas/core/changes/is-seen-filled.ts';
import type { Observation } from '../../../../lambdas/core/model/record.ts';
import { IndexUnavailable, ItemUnreadable } from '../../../../lambdas/core/ports/index-table.ts';
import { beginEpoch } from '../../../support/begin-epoch.ts';
import { type RecordedTable, recordedTable } from '../../../support/recorded-table.ts';

const NOW = 1_700_000_000_000;
const MARGIN_MS = 100;
const DIRECTORY = { bucket: 'photos', prefix: 'a/' };

async function isSeen(
  recorded: RecordedTable,
  { feed = 's3', offsetMs = 0, ...over }: Partial<Observation> & { feed?: string; offsetMs?: number } = {},
): Promise<boolean> {
  const { standing, table } = recorded;
  if (feed !== '') await beginEpoch(standing, 'photos', { epoch: 'e', feed, since: NOW });
  const observation: Observation = {
    ...{
      found: { says: 'directory' },
      observedAt: NOW - 1,
      endsAt: NOW + 60_000,
      watchedUntil: NOW + 120_000,
    },
    ...{ epoch: 'e', ...over },
  };
  await standing.writeObservation(DIRECTORY, 'b/', observation, Number.MAX_SAFE_INTEGER);
  const clock = { now: () => NOW, offsetMs: () => offsetMs };
  const context = { table, clock, waiter: { wait: async () => {} }, telemetry: { count: () => {} } };
  return isSeenFilled({ ...context, settings: { clockMarginMs: MARGIN_MS } }, DIRECTORY);
}

describe('an observation of another entry', () => {
  test('is seen until it ends, not until its watch ends', async () => {
    expect(await isSeen(recordedTable())).toBe(true);
    expect(await isSeen(recordedTable(), { endsAt: NOW })).toBe(true);
    expect(await isSeen(recordedTable(), { endsAt: NOW - 1 })).toBe(false);
  });

  test('may be from a clock that is ahead by the margin, but not by more', async () => {
    expect(await isSeen(recordedTable(), { observedAt: NOW + MARGIN_MS })).toBe(true);
    expect(await isSeen(recordedTable(), { observedAt: NOW + MARGIN_MS + 1 })).toBe(false);
  });

  test("ends by the services' time if this clock is certainly wrong", async () => {
    expect(await isSeen(recordedTable(), { offsetMs: 5_000, endsAt: NOW + 5_000 })).toBe(true);
    expect(await isSeen(recordedTable(), { offsetMs: 5_000, endsAt: NOW + 4_999 })).toBe(false);
    expect(
      await isSeen(recordedTable(), { offsetMs: -5_000, endsAt: NOW - 5_000, observedAt: NOW - 6_000 }),
    ).toBe(true);
  });

  test('is not used in a bucket without events, or without an item', async () => {
    expect(await isSeen(recordedTable(), { feed: 'none' })).toBe(false);
    expect(await isSeen(recordedTable(), { feed: '' })).toBe(false);
  });
});

describe('a table', () => {
  const failing = (error: Error) =>
    recordedTable((call) => {
      if (call === 'readRecords') throw error;
    });

  test('with an unreadable item shows nothing', async () => {
    expect(await isSeen(failing(new ItemUnreadable('damaged')))).toBe(false);
  });

  test('that does not answer is an error', async () => {
    await expect(isSeen(failing(new IndexUnavailable('down')))).rejects.toThrow('down');
  });
});
