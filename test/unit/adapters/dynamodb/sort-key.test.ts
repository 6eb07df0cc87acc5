import { describe, expect, test } from '@jest/globals';
import {
  canHold,
  lowerBound,
  MAX_SORT_KEY_BYTES,
  positionOf,
  START_KEY,
  sortKeyOf,
  upperBound,
} from '../../../../lambdas/adapters/dynamodb/sort-key.ts';
import { START } from '../../../../lambdas/core/model/range.ts';
import { byteLength } from '../../../../shared/byte-length.ts';
import fc from '../../../support/fast-check.ts';
import { ANY_CHARACTER } from '../../../support/fast-check-characters.ts';

const name = fc.oneof(
  fc.string({ unit: ANY_CHARACTER, maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom('\x00', '\x01', '\x02', '\x03', 'a', '\ud7ff', '\uff5e', '\u{1f600}'),
    maxLength: 4,
  }),
);
const sign = (order: number) => Math.sign(order);
const bytesOf = (text: string) => Buffer.from(text);

describe('sort keys of names', () => {
  test("keep the order of the names' bytes", () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(sign(Buffer.compare(bytesOf(sortKeyOf(a)), bytesOf(sortKeyOf(b))))).toBe(
          sign(Buffer.compare(bytesOf(a), bytesOf(b))),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  test('come after the start, are never empty, and can be converted back to the name', () => {
    fc.assert(
      fc.property(name, (a) => {
        expect(Buffer.compare(bytesOf(START_KEY), bytesOf(sortKeyOf(a)))).toBe(-1);
        expect(positionOf(sortKeyOf(a))).toBe(a);
      }),
      { numRuns: 2_000 },
    );
    expect(positionOf(sortKeyOf(START))).toBe(START);
  });

  test('a key that is never written belongs to no name', () => {
    for (const key of ['', '\x00', '\x00a', '\x01a', '\x02a', '\x02\x03'])
      expect(positionOf(key)).toBeUndefined();
  });

  test('every S3 name has a key, except names of 1,024 bytes that begin below U+0003', () => {
    const filler = (bytes: number) => 'x'.repeat(bytes);
    expect(canHold(filler(MAX_SORT_KEY_BYTES))).toBe(true);
    expect(canHold(`\x03${filler(MAX_SORT_KEY_BYTES - 1)}`)).toBe(true);
    expect(canHold(`\x02${filler(MAX_SORT_KEY_BYTES - 2)}`)).toBe(true);
    expect(canHold(`\x02${filler(MAX_SORT_KEY_BYTES - 1)}`)).toBe(false);
    expect(canHold(`é${filler(MAX_SORT_KEY_BYTES - 1)}`)).toBe(false);
    expect(canHold('')).toBe(true);
  });

  test('the bounds enclose every name, even one without a key, and are valid keys', () => {
    const long = fc
      .tuple(
        fc.constantFrom('\x00', '\x01', '\x02', '\x03', 'z', '\u{10ffff}', '\ud800'),
        fc.nat({ max: 1_100 }),
      )
      .map(([first, length]) => first + 'y'.repeat(length));
    fc.assert(
      fc.property(fc.oneof(name, long), name, (bound, other) => {
        const [lower, upper] = [lowerBound(bound), upperBound(bound)];
        expect(byteLength(lower)).toBeLessThanOrEqual(MAX_SORT_KEY_BYTES);
        expect(byteLength(upper ?? '')).toBeLessThanOrEqual(MAX_SORT_KEY_BYTES);
        const key = bytesOf(sortKeyOf(other));
        const order = Buffer.compare(bytesOf(other), bytesOf(bound));
        if (order > 0) expect(Buffer.compare(key, bytesOf(lower))).toBeGreaterThanOrEqual(0);
        if (order <= 0 && upper !== undefined)
          expect(Buffer.compare(key, bytesOf(upper))).toBeLessThanOrEqual(0);
      }),
      { numRuns: 2_000 },
    );
  });
});
