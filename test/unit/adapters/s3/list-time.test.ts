import { describe, expect, test } from '@jest/globals';
import { parseListTime } from '../../../../lambdas/adapters/s3/list-time.ts';
import fc from '../../../support/fast-check.ts';

const YEARS = { min: new Date('1000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z') };
const time = fc.date({ ...YEARS, noInvalidDate: true }).map((date) => date.toISOString());

describe('parseListTime', () => {
  test('returns the time of Date, with and without milliseconds', () => {
    fc.assert(
      fc.property(time, (text) => {
        expect(parseListTime(text)).toBe(Date.parse(text));
        const seconds = `${text.slice(0, 19)}Z`;
        expect(parseListTime(seconds)).toBe(Date.parse(seconds));
      }),
      { numRuns: 3000 },
    );
  });

  test('a day after the end of its month belongs to the next month', () => {
    expect(parseListTime('2026-02-30T00:00:00Z')).toBe(Date.UTC(2026, 2, 2));
  });

  test('any other character makes it invalid', () => {
    const text = '2026-11-22T10:00:00.000Z';
    for (let at = 0; at < text.length; at++)
      for (const other of ['', 'x', ' ', '/', ':', '-', '00'])
        if (text[at] !== other)
          expect(parseListTime(text.slice(0, at) + other + text.slice(at + 1))).toBeUndefined();
  });

  test.each([
    '0999-01-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-32T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-01-01T00:00:60Z',
    '2026-01-01T00:00:00.00Z',
    '',
  ])('%j is not a time', (text) => {
    expect(parseListTime(text)).toBeUndefined();
  });
});
