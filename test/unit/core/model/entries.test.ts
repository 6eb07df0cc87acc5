import { describe, expect, test } from '@jest/globals';
import { entriesIn, findEntry, relativeTo } from '../../../../lambdas/core/model/entries.ts';
import type { Entry } from '../../../../lambdas/core/model/entry.ts';
import { contains, END, EVERYTHING, type NameRange, START } from '../../../../lambdas/core/model/range.ts';
import { compareNames } from '../../../../shared/byte-order.ts';
import fc from '../../../support/fast-check.ts';

const entry = (name: string): Entry => ({ type: 'object', name, sizeBytes: 1 });
const ascending = fc
  .uniqueArray(fc.constantFrom('', 'a', 'a/', 'b', 'c', '\uffee', '😀'))
  .map((names) => names.sort(compareNames).map(entry));
const name = fc.constantFrom('', 'a', 'a.', 'b', 'd', '\uffee', '😀');
const range = fc.record({
  after: fc.oneof(fc.constant(START), name),
  through: fc.oneof(fc.constant(END), name),
});

describe('entriesIn', () => {
  test('keeps the entries whose names are in the range', () => {
    fc.assert(
      fc.property(ascending, range, (entries, of: NameRange) => {
        expect(entriesIn(entries, of)).toEqual(entries.filter((each) => contains(of, each.name)));
      }),
      { numRuns: 500 },
    );
  });

  test('copies a list only when entries are left out', () => {
    const entries = ['b', 'd'].map(entry);
    expect(entriesIn(entries, EVERYTHING)).toBe(entries);
    expect(entriesIn(entries, { after: 'a', through: 'd' })).toBe(entries);
    expect(entriesIn(entries, { after: 'b', through: END })).toEqual([entry('d')]);
    expect(entriesIn(entries, { after: START, through: 'b' })).toEqual([entry('b')]);
  });
});

test('findEntry finds the entry with exactly this name', () => {
  fc.assert(
    fc.property(ascending, name, (entries, sought) => {
      expect(findEntry(entries, sought)).toBe(entries.find((each) => each.name === sought));
    }),
    { numRuns: 500 },
  );
});

test('names of a tree become names of the requested directory; at the root they are kept as they are', () => {
  const entries = ['a/b', 'a/c/d'].map(entry);
  expect(relativeTo('a/', entries)).toEqual(['b', 'c/d'].map(entry));
  expect(relativeTo('', entries)).toBe(entries);
});
