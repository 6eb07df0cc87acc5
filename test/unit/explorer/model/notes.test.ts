/** The notes about answers, and their counts. */
import { expect, test } from '@jest/globals';
import type { Freshness } from '../../../../contract/client/freshness.ts';
import { NO_NOTES, type Notes, withNote } from '../../../../explorer/model/notes.ts';

const HIT: Freshness = { age: 3, cacheStatus: { hit: true, stored: false }, revalidated: true, timing: {} };
const MISS: Freshness = {
  age: 0,
  cacheStatus: { hit: false, fwd: 'miss', stored: true },
  revalidated: false,
  timing: {},
};

const list = (notes: Notes, freshness: Freshness, about = 'demo/') =>
  withNote(notes, { question: 'list', about, freshness });

test('consecutive equal answers are one line with their total savings', () => {
  const notes = [MISS, HIT, HIT, HIT].reduce((all, it) => list(all, it), NO_NOTES);
  expect(notes.latest.map(({ times, saved }) => [times, saved.lists])).toEqual([
    [3, 3],
    [1, 0],
  ]);
  expect(notes.totals).toEqual({ answers: 4, hits: 3, revalidated: 3, lists: 3, heads: 0 });
});

test('the newest note comes first, and old ones are dropped', () => {
  let notes = NO_NOTES;
  for (let index = 0; index < 20; index++) notes = list(notes, HIT, `demo/${index}/`);
  expect(notes.latest[0]?.about).toBe('demo/19/');
  expect(notes.latest.length).toBeLessThan(20);
  expect(notes.totals.answers).toBe(20);
});

test('a stat saves a HEAD; an answer that asked S3 saves nothing', () => {
  const stat = { question: 'stat', about: 'demo/a' } as const;
  const notes = withNote(withNote(NO_NOTES, { ...stat, freshness: HIT }), { ...stat, freshness: MISS });
  expect(notes.totals).toMatchObject({ lists: 0, heads: 1 });
});
