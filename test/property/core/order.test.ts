import { describe, test } from '@jest/globals';
import { justBelow, START } from '../../../lambdas/core/model/range.ts';
import { compareNames } from '../../../shared/byte-order.ts';
import fc from '../../support/fast-check.ts';
import { ANY_CHARACTER } from '../../support/fast-check-characters.ts';

/** Any well-formed text, and texts over an alphabet where UTF-16 and UTF-8 disagree. */
const name = fc.oneof(
  fc.string({ unit: ANY_CHARACTER, maxLength: 12 }),
  fc
    .array(
      fc.constantFrom(
        'a',
        '/',
        '-',
        '0',
        '\u0000',
        '\u0001',
        '\uFF5E',
        '\uE000',
        '\uD7FF',
        '\u{1F600}',
        '\u{10FFFF}',
      ),
      { maxLength: 4 },
    )
    .map((parts) => parts.join('')),
);

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

describe('order', () => {
  test('names compare as their UTF-8 bytes', () => {
    fc.assert(
      fc.property(name, name, (a, b) => Math.sign(compareNames(a, b)) === byBytes(a, b)),
      { numRuns: 20_000 },
    );
  });

  test('justBelow is strictly below, well-formed, and not longer than a key may be', () => {
    fc.assert(
      fc.property(name, (text) => {
        const below = justBelow(text);
        if (below === START) return text === '';
        return below.isWellFormed() && byBytes(below, text) === -1;
      }),
      { numRuns: 5_000 },
    );
  });

  test('every name between justBelow and its name starts with justBelow', () => {
    fc.assert(
      fc.property(
        name.filter((text) => text !== ''),
        name,
        (text, other) => {
          const below = justBelow(text) as string;
          const between = byBytes(other, below) > 0 && byBytes(other, text) < 0;
          return !between || other.startsWith(below);
        },
      ),
      { numRuns: 5_000 },
    );
  });
});
