/** Directories of a tree as ranges of its names, and the floors that overlap them. */
import { describe, expect, test } from '@jest/globals';
import { contains, END, EVERYTHING, type NameRange, START } from '../../../../lambdas/core/model/range.ts';
import {
  floorOverlapping,
  isKeptInTree,
  rangeMeets,
  rangeOfDirectory,
  treePlaceOf,
} from '../../../../lambdas/core/model/tree.ts';
import fc from '../../../support/fast-check.ts';

const piece = fc.constantFrom('a', 'b', '.', '-', '0', '/', '/', '\x00', '\uffff', '\u{1f600}', '\u{10fffe}');
const name = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''));
const directory = name.map((text) => (text === '' ? '' : `${text}/`));

test('the range of a directory contains the names below it and no other stored name', () => {
  fc.assert(
    fc.property(directory, name, (of, other) => {
      expect(isKeptInTree(other)).toBe(true);
      expect(contains(rangeOfDirectory(of), other)).toBe(other.startsWith(of));
    }),
    { numRuns: 2_000 },
  );
});

describe('a range overlaps a prefix', () => {
  const range = fc
    .tuple(fc.option(name, { nil: undefined }), fc.option(name, { nil: undefined }))
    .map(([after, through]): NameRange => ({ after: after ?? START, through: through ?? END }));

  test('whenever it contains a name that starts with the prefix', () => {
    fc.assert(
      fc.property(range, name, name, (of, prefix, rest) => {
        if (contains(of, prefix + rest)) expect(rangeMeets(of, prefix)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ['a/', { after: 'a/b', through: 'a/c' }, true],
    ['a/b/', { after: 'a/b', through: 'a/c' }, true],
    ['a/', { after: 'a/z', through: 'b' }, true],
    ['a/', { after: 'a0', through: END }, false],
    ['b/', { after: START, through: 'a/c' }, false],
    ['', { after: 'x', through: 'y' }, true],
  ])('%j and %j: %j', (prefix, of, expected) => {
    expect(rangeMeets(of as NameRange, prefix)).toBe(expected);
  });
});

test('a floor makes a page void that it overlaps: above the root, inside, or at a part of it', () => {
  const floors = new Map([
    ['photos/2025/', 5],
    ['photos/2026/', 7],
    ['docs/', 9],
  ]);
  expect(floorOverlapping(floors, '', EVERYTHING)).toBe(9);
  expect(floorOverlapping(floors, 'photos/', EVERYTHING)).toBe(7);
  expect(floorOverlapping(floors, 'photos/', rangeOfDirectory('2025/'))).toBe(5);
  expect(floorOverlapping(floors, 'photos/2026/raw/', EVERYTHING)).toBe(7);
  expect(floorOverlapping(floors, '', { after: 'e', through: 'p' })).toBe(0);
});

test('a directory belongs to the root above it, if any', () => {
  const bucket = {
    name: 'b',
    events: 's3' as const,
    prefixes: [],
    listLifeMs: 1,
    statLifeMs: 1,
    tree: { roots: ['a/', 'b/c/'], lifeMs: 1 },
  };
  expect(treePlaceOf(bucket, 'a/')).toEqual({ root: 'a/', directory: '' });
  expect(treePlaceOf(bucket, 'b/c/d/')).toEqual({ root: 'b/c/', directory: 'd/' });
  expect(treePlaceOf(bucket, 'b/')).toBeUndefined();
  expect(treePlaceOf({ ...bucket, tree: undefined }, 'a/')).toBeUndefined();
});
