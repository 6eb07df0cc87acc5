import { describe, expect, test } from '@jest/globals';
import { wireTime } from '../../../lambdas/http/wire-format.ts';
import fc from '../../support/fast-check.ts';

describe('wire time', () => {
  test('is Date.toISOString, day after day', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), fc.nat(200_000_000), (date, laterMs) => {
        const later = Math.min(date.getTime() + laterMs, 8.64e15);
        for (const time of [date.getTime(), later]) expect(wireTime(time)).toBe(new Date(time).toISOString());
      }),
    );
  });

  test.each([
    0,
    999,
    86_399_999,
    86_400_000,
    Date.UTC(9999, 11, 31, 23, 59, 59, 999),
    Date.UTC(10_000, 0),
    -1,
  ])('%d', (time) => {
    expect(wireTime(time)).toBe(new Date(time).toISOString());
  });
});
