import { describe, expect, test } from '@jest/globals';
import { parseRange } from '../../../../local/s3/range.ts';
import fc from '../../../support/fast-check.ts';

describe('parseRange', () => {
  test.each([
    [undefined, 10, { outcome: 'whole' }],
    ['bytes=0-0', 10, { outcome: 'part', first: 0, last: 0 }],
    ['bytes=5-', 10, { outcome: 'part', first: 5, last: 9 }],
    ['bytes=5-99', 10, { outcome: 'part', first: 5, last: 9 }],
    ['bytes=-3', 10, { outcome: 'part', first: 7, last: 9 }],
    ['bytes=-99', 10, { outcome: 'part', first: 0, last: 9 }],
    ['bytes=-0', 10, { outcome: 'unsatisfiable' }],
    ['bytes=10-', 10, { outcome: 'unsatisfiable' }],
    ['bytes=0-', 0, { outcome: 'unsatisfiable' }],
    ['bytes=-1', 0, { outcome: 'unsatisfiable' }],
    ['bytes=5-4', 10, { outcome: 'whole' }],
    ['bytes=-', 10, { outcome: 'whole' }],
    ['bytes=0-1,3-4', 10, { outcome: 'whole' }],
    ['lines=0-1', 10, { outcome: 'whole' }],
  ] as const)('%s of %d bytes', (value, sizeBytes, expected) => {
    expect(parseRange(value, sizeBytes)).toEqual(expected);
  });

  test('a part is never empty and never outside', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'bytes=-0123456789,') }),
        fc.nat(30),
        (value, sizeBytes) => {
          const range = parseRange(value.startsWith('bytes=') ? value : `bytes=${value}`, sizeBytes);
          if (range.outcome !== 'part') return;
          expect(range.first).toBeGreaterThanOrEqual(0);
          expect(range.last).toBeGreaterThanOrEqual(range.first);
          expect(range.last).toBeLessThan(sizeBytes);
        },
      ),
    );
  });
});
