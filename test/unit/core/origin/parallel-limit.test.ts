import { expect, test } from '@jest/globals';
import { ParallelLimit } from '../../../../lambdas/core/origin/parallel-limit.ts';

const MOST = 24;

/**
 * Notes LISTs with these durations, each starting when the previous one has ended. Returns the time at which the last
 * one ends.
 */
function note(limit: ParallelLimit, tookMs: number[], from = 0): number {
  let now = from;
  for (const ms of tookMs) {
    limit.noteList({ sentAt: now, endedAt: now + ms });
    now += ms;
  }
  return now;
}

const times = (count: number, ms: number) => Array.from({ length: count }, () => ms);

test('grows by one with each LIST, up to the most', () => {
  const limit = new ParallelLimit(MOST);
  expect(limit.now).toBe(4);
  note(limit, times(3, 50));
  expect(limit.now).toBe(7);
  note(limit, times(100, 50));
  expect(limit.now).toBe(MOST);
});

test('shrinks while LISTs are much slower than the fastest one, but never below two', () => {
  const limit = new ParallelLimit(MOST);
  const now = note(limit, times(30, 50));
  const later = note(limit, [1_000], now);
  expect(limit.now).toBe(19);
  note(limit, times(100, 1_000), later);
  expect(limit.now).toBe(2);
});

test('LISTs that were sent before it shrank do not shrink it again', () => {
  const limit = new ParallelLimit(MOST);
  const now = note(limit, times(30, 50));
  for (let i = 0; i < 20; i++) limit.noteList({ sentAt: now, endedAt: now + 1_000 + i });
  expect(limit.now).toBe(19);
});

test('a short delay is not slow, even if the fastest LIST took no time', () => {
  const limit = new ParallelLimit(MOST);
  note(limit, [0, ...times(50, 240)]);
  expect(limit.now).toBe(MOST);
});

test('a LIST is slow after more than 250 ms and more than five times the fastest one', () => {
  const after = (...tookMs: number[]) => {
    const limit = new ParallelLimit(MOST);
    note(limit, tookMs);
    return limit.now;
  };
  expect([after(40, 250), after(40, 251)]).toEqual([6, 4]);
  expect([after(100, 500), after(100, 501)]).toEqual([6, 4]);
});

test('a LIST that was sent when it shrank shrinks it again', () => {
  const limit = new ParallelLimit(MOST);
  const now = note(limit, times(30, 50));
  note(limit, [1_000, 1_000], now);
  expect(limit.now).toBe(15);
});
