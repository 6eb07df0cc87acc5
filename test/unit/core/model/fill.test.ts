/** The ranges of a fill, and the progress that is computed from them. */
import { describe, expect, test } from '@jest/globals';
import {
  FILL_KEPT_MS,
  FILL_SILENCE_MS,
  type FillJob,
  progressOf,
} from '../../../../lambdas/core/model/fill-job.ts';
import {
  advanced,
  divided,
  type FillRange,
  firstRange,
  handedOver,
  isFinished,
  newRange,
  shareId,
} from '../../../../lambdas/core/model/fill-range.ts';
import { END, START } from '../../../../lambdas/core/model/range.ts';

const HOUR_MS = 3_600_000;
const share = { id: '0001-x', after: 'm', through: END } as const;
const range: FillRange = {
  ...{ id: '0000-0', after: START, through: 'z', reached: 'c', done: false },
  ...{ listed: 10, pages: 2, turn: 3, version: 5, changedAt: 100, shares: [] },
};

describe('a range of a fill', () => {
  test('begins with nothing listed', () => {
    const nothing = { done: false, listed: 0, pages: 0, turn: 0, version: 0, changedAt: 7, shares: [] };
    expect(firstRange(7)).toEqual({ id: '0000-0', after: START, through: END, reached: START, ...nothing });
    expect(newRange(share, 7)).toEqual({ ...share, reached: 'm', ...nothing });
  });

  test('gets a later ID than the range that gave it away', () => {
    expect(shareId('0000-0', 'x')).toBe('0001-x');
    expect(shareId('0041-x', 'y')).toBe('0042-y');
    expect(shareId('0999-z', 'a') > '0999-z').toBe(true);
  });

  test('advances by a page', () => {
    const changes = { listed: 14, pages: 3, version: 6, changedAt: 200 };
    const page = { through: 'f', done: false, names: 4 };
    expect(advanced(range, page, 200)).toEqual({ ...range, ...changes, reached: 'f' });
    expect(advanced(range, { ...page, done: true }, 200)).toMatchObject({ reached: 'f', done: true });
  });

  test('is done at the end, which is not a name that was reached', () => {
    expect(advanced(range, { through: END, done: true, names: 0 }, 200)).toMatchObject({
      ...{ reached: 'c', done: true },
    });
  });

  test('keeps the first part when it is divided, and gives away the others', () => {
    const parts = [
      { after: 'c', through: 'g' },
      { after: 'g', through: 'k' },
      { after: 'k', through: 'z' },
    ];
    expect(divided(range, parts, { now: 200, ids: ['0001-p', '0001-q'] })).toEqual({
      ...range,
      ...{ through: 'g', version: 6, changedAt: 200 },
      shares: [
        { id: '0001-p', after: 'g', through: 'k' },
        { id: '0001-q', after: 'k', through: 'z' },
      ],
    });
  });

  test('has another turn and version after it was handed over', () => {
    expect(handedOver(range, 200)).toEqual({ ...range, turn: 4, version: 6, changedAt: 200 });
  });

  test('is finished when it is done and has nothing to give away', () => {
    expect(isFinished(range)).toBe(false);
    expect(isFinished({ ...range, done: true })).toBe(true);
    expect(isFinished({ ...range, done: true, shares: [share] })).toBe(false);
  });
});

describe('the progress of a fill', () => {
  const job: FillJob = { bucket: 'b', id: 'i', prefix: 'p/', recursive: true, startedAt: 50 };
  const done = { ...range, done: true, changedAt: 300 };
  const counted = { listed: 20, pages: 4 };

  test('is queued until a page is listed, then running', () => {
    expect(progressOf(job, [], 60)).toEqual({ state: 'queued', listed: 0, pages: 0 });
    expect(progressOf(job, [firstRange(50)], 60)).toEqual({ state: 'queued', listed: 0, pages: 0 });
    expect(progressOf(job, [range, firstRange(50)], 110)).toEqual({ state: 'running', listed: 10, pages: 2 });
  });

  test('is complete when every range is finished, since the last change', () => {
    expect(progressOf(job, [range, done], 310)).toEqual({ state: 'running', ...counted });
    const earlier = { ...done, changedAt: 200 };
    expect(progressOf(job, [done, earlier], 310)).toEqual({ state: 'complete', ...counted, finishedAt: 300 });
  });

  test('has failed after a day without any change', () => {
    expect(FILL_SILENCE_MS).toBe(24 * HOUR_MS);
    const last = 100 + FILL_SILENCE_MS;
    expect(progressOf(job, [range], last)).toMatchObject({ state: 'running' });
    expect(progressOf(job, [range], last + 1)).toEqual({
      ...{ state: 'failed', listed: 10, pages: 2, finishedAt: last },
    });
    expect(progressOf(job, [], 50 + FILL_SILENCE_MS + 1)).toMatchObject({ state: 'failed' });
  });

  test('is the written final state, if there is one', () => {
    const end = { state: 'cancelled', at: 400 } as const;
    expect(progressOf({ ...job, end }, [done, done], 500)).toEqual({
      ...{ state: 'cancelled', ...counted, finishedAt: 400 },
    });
  });

  test('can be read for a week', () => expect(FILL_KEPT_MS).toBe(7 * 24 * HOUR_MS));
});
