/** Ranges, tested with a list of sample names. */
import { describe, expect, test } from '@jest/globals';
import {
  compareEnds,
  comparePositions,
  contains,
  covers,
  END,
  EVERYTHING,
  earlierEnd,
  endsAfter,
  intersection,
  justBelow,
  type NameRange,
  type Position,
  type RangeEnd,
  START,
} from '../../../../lambdas/core/model/range.ts';

/** In ascending order. U+FF5E sorts before U+1F600 only in UTF-8. */
const NAMES = ['', 'a', 'a/', 'b', '\uff5e', '\u{1f600}'];
const POSITIONS: Position[] = [START, ...NAMES];
const ENDS: RangeEnd[] = [...NAMES, END];
const RANGES: NameRange[] = POSITIONS.flatMap((after) => ENDS.map((through) => ({ after, through })));
/** The position of a border among the names. START is before name 0, and END is after the last name. */
const numberOf = (border: Position | RangeEnd) =>
  border === START ? -1 : border === END ? NAMES.length : NAMES.indexOf(border as string);
const hasName = ({ after, through }: NameRange, i: number) => numberOf(after) < i && i <= numberOf(through);

test('positions and ends are ordered as their names, START first and END last', () => {
  for (const [i, a] of POSITIONS.entries())
    for (const [j, b] of POSITIONS.entries())
      expect(Math.sign(comparePositions(a, b))).toBe(Math.sign(i - j));
  for (const [i, a] of ENDS.entries())
    for (const [j, b] of ENDS.entries()) {
      expect(Math.sign(compareEnds(a, b))).toBe(Math.sign(i - j));
      expect(earlierEnd(a, b)).toBe(ENDS[Math.min(i, j)]);
    }
});

test('a range contains the names after its start, up to its end, included', () => {
  for (const range of [EVERYTHING, ...RANGES])
    for (const [i, name] of NAMES.entries()) expect(contains(range, name)).toBe(hasName(range, i));
});

test('a range covers a position if it includes what comes just after it', () => {
  for (const range of RANGES)
    for (const position of POSITIONS) {
      const i = numberOf(position);
      expect(covers(range, position)).toBe(numberOf(range.after) <= i && numberOf(range.through) > i);
      expect(endsAfter(range.through, position)).toBe(numberOf(range.through) > i);
    }
});

test('the intersection of two ranges contains the names in both', () => {
  for (const a of RANGES)
    for (const b of RANGES) {
      const both = intersection(a, b);
      for (const i of NAMES.keys())
        expect(both !== undefined && hasName(both, i)).toBe(hasName(a, i) && hasName(b, i));
      if (both) expect(endsAfter(both.through, both.after)).toBe(true);
    }
});

describe('the position just below a name', () => {
  const LAST = '\u{10ffff}';
  const longest = 'x'.repeat(1_023);
  test.each<[string, string, Position]>([
    ['the empty name comes directly after the start', '', START],
    ['the character before, and the last one of Unicode', 'ab', `aa${LAST}`],
    ['nothing is between a name and itself with U+0000', 'a\0', 'a'],
    ['surrogates are not characters', 'a\ue000', `a\ud7ff${LAST}`],
    ['a character of two units is one character', 'a\u{1f601}', `a\u{1f600}${LAST}`],
    ['as long as a key may be, without the last character', `${longest}b`, `${longest}a`],
    ['as long as a key may be, with it', `${longest.slice(4)}b`, `${longest.slice(4)}a${LAST}`],
    ['one byte longer, without it', `${longest.slice(3)}b`, `${longest.slice(3)}a`],
  ])('%s', (_, name, position) => {
    expect(justBelow(name)).toBe(position);
  });
});
