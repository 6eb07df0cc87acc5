/** What an instance remembers of marks that were written ahead, and when it relies on this. */
import { describe, expect, test } from '@jest/globals';
import {
  AHEAD_MS,
  MarksAhead,
  markAppeared,
  readEpochs,
} from '../../../../lambdas/core/changes/marks-ahead.ts';
import { IndexUnavailable } from '../../../../lambdas/core/ports/index-table.ts';
import { beginEpoch } from '../../../support/begin-epoch.ts';
import { recordedTable } from '../../../support/recorded-table.ts';

const NOW = 1_700_000_000_000;
const UNTIL = NOW + 3_600_000;
const ROOT = { bucket: 'photos', prefix: '' };
const EPOCHS = new Map([['photos', 'e']]);

function marker(epochs: ReadonlyMap<string, string> = EPOCHS) {
  const recorded = recordedTable();
  const memory = new MarksAhead();
  const context = {
    ...{ table: recorded.table, clock: { now: () => NOW }, waiter: { wait: async () => {} } },
    ...{ telemetry: { count: () => {} }, settings: { clockMarginMs: 0 } },
  };
  const appear = (appearedAt: number, name = 'd/') =>
    markAppeared(context, { memory, epochs }, { directory: ROOT, name, marks: { appearedAt } }, UNTIL);
  return { appear, recorded, times: () => recorded.marks.map(({ marks }) => marks.appearedAt! - NOW) };
}

describe('a directory in which something appears', () => {
  test('is marked ahead if it was marked up to a second before, and then not until that time', async () => {
    const { appear, times } = marker();
    for (const at of [0, AHEAD_MS, AHEAD_MS + 1, 2 * AHEAD_MS]) expect(await appear(NOW + at)).toBe(true);
    expect(times()).toEqual([0, 2 * AHEAD_MS]);
    expect(await appear(NOW + 2 * AHEAD_MS + 1)).toBe(true);
    expect(times()).toEqual([0, 2 * AHEAD_MS, 3 * AHEAD_MS + 1]);
  });

  test('is marked for its own time if it was last marked longer ago', async () => {
    const { appear, times } = marker();
    for (const at of [0, AHEAD_MS + 1]) await appear(NOW + at);
    expect(times()).toEqual([0, AHEAD_MS + 1]);
  });

  test('is marked each time while the epoch is not known', async () => {
    const { appear, times } = marker(new Map());
    for (const at of [0, 1, 2]) await appear(NOW + at);
    expect(times()).toEqual([0, 1, 2]);
  });

  test('raises a floor each time if its name has no sort key', async () => {
    const { appear, recorded } = marker();
    for (const at of [0, 1, 2]) expect(await appear(NOW + at, '\ud800/')).toBe(true);
    expect(recorded.floors.map(({ at }) => at - NOW)).toEqual([0, 1, 2]);
  });
});

test('10,000 directories are remembered; after that, the one that was marked longest ago is dropped', () => {
  const memory = new MarksAhead();
  const remembered = { appearedAt: NOW, watchedUntil: UNTIL, epoch: 'e' };
  const place = (name: string) => ({ directory: ROOT, name });
  for (let i = 0; i < 10_000; i++) memory.note(place(`${i}/`), remembered);
  memory.note(place('0/'), remembered);
  const isHot = (name: string) => memory.isHot(place(name), NOW);
  expect(['0/', '1/', '2/', '9999/'].map(isHot)).toEqual([true, true, true, true]);
  memory.note(place('new/'), remembered);
  expect(['0/', '1/', '2/', '9999/', 'new/'].map(isHot)).toEqual([true, false, true, true, true]);
});

describe('the epochs of the buckets', () => {
  test('leave out a bucket without an item, and one that cannot be read', async () => {
    const { table, standing } = recordedTable((_, [bucket]) => {
      if (bucket === 'down') throw new IndexUnavailable('down');
    });
    await beginEpoch(standing, 'photos', { epoch: 'e', feed: 's3', since: NOW });
    const directories = ['photos', 'other', 'down'].map((bucket) => ({ bucket, prefix: '' }));
    expect(await readEpochs({ table }, directories)).toEqual(EPOCHS);
  });

  test('are not left out because of a bug', async () => {
    const { table } = recordedTable(() => {
      throw new TypeError('bug');
    });
    await expect(readEpochs({ table }, [ROOT])).rejects.toThrow('bug');
  });
});
