/**
 * A key that sorts after the whole directory continues after all of its names. If less than four bytes were left for
 * a name, the position was the empty name, so short names were listed.
 */
import { expect, test } from '@jest/globals';
import { nameAfterKey } from '../../lambdas/core/model/names.ts';
import { byteLength } from '../../shared/byte-length.ts';
import { compareNames } from '../../shared/byte-order.ts';
import { MAX_KEY_BYTES } from '../../shared/keys.ts';

test.each([0, 1, 2, 3, 4, 5, 7])('with %i bytes left for a name, no name comes after it', (bytesLeft) => {
  const prefix = `${'d'.repeat(MAX_KEY_BYTES - bytesLeft - 1)}/`;
  const names = ['a'.repeat(bytesLeft), '\u07ff', '\ud7ff', '\uffff', '\u{10ffff}', '\u{10ffff}\u07ff'];

  const after = nameAfterKey(prefix, 'e')!;

  expect(byteLength(prefix + after)).toBeLessThanOrEqual(MAX_KEY_BYTES);
  for (const name of names.filter((it) => byteLength(it) <= bytesLeft))
    expect(compareNames(name, after)).toBeLessThanOrEqual(0);
});
