/**
 * Keys and prefixes near values where orders and encodings differ: characters after the slash, characters that look
 * like a slash, and names that no directory can show.
 */
import fc from 'fast-check';
import { byteLength } from '../../shared/byte-length.ts';
import { MAX_KEY_BYTES } from '../../shared/keys.ts';
import { ANY_CHARACTER } from '../support/fast-check-characters.ts';
import { longText } from '../support/long-text.ts';

/**
 * Names that are difficult to order: `a-` < `a/` < `a0`; astral names sort after U+E000 in UTF-8 and before it in
 * UTF-16.
 */
const NAMES = [
  'a',
  'a-',
  'a0',
  'b',
  'é',
  '\u{1f600}',
  '\uff5e',
  '\ue000',
  ' ',
  '+',
  '%2F',
  '\x01',
  '\x02',
  '\x7f',
  '.',
  '..',
];

const name = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 1, arbitrary: fc.string({ unit: ANY_CHARACTER, minLength: 1, maxLength: 6 }) },
);

const fits = (text: string) => text.isWellFormed() && byteLength(text) <= MAX_KEY_BYTES;

/** Keys that S3 can hold, up to four levels deep. Some are markers (`a/`), and some contain empty names (`a//b`). */
export const key: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(fc.oneof({ weight: 9, arbitrary: name }, { weight: 1, arbitrary: fc.constant('') }), {
      maxLength: 3,
    }),
    fc.oneof({ weight: 9, arbitrary: name }, { weight: 1, arbitrary: fc.constant('') }),
  )
  .map(([directories, last]) => [...directories, last].join('/'))
  .filter((text) => text !== '' && fits(text));

/** Keys of exactly the maximum length, with characters of one or of four bytes. */
export const longestKey = fc.constantFrom(
  'k'.repeat(MAX_KEY_BYTES),
  `d/${'k'.repeat(MAX_KEY_BYTES - 2)}`,
  '\u{1f600}'.repeat(MAX_KEY_BYTES / 4),
  `\x01${'k'.repeat(MAX_KEY_BYTES - 1)}`,
  `${'k'.repeat(MAX_KEY_BYTES - 1)}/`,
);

export const tooLongKey = fc.constantFrom(
  'k'.repeat(MAX_KEY_BYTES + 1),
  `${'\u{1f600}'.repeat(MAX_KEY_BYTES / 4)}k`,
  'é'.repeat(MAX_KEY_BYTES),
  `${'k'.repeat(MAX_KEY_BYTES)}/`,
);

/** Prefixes: directories and parts of names. */
export const prefix: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  { weight: 4, arbitrary: key.map((text) => text.slice(0, text.lastIndexOf('/') + 1)) },
  { weight: 2, arbitrary: key },
  { weight: 1, arbitrary: key.map((text) => `${text}/`).filter(fits) },
);

/** Names so long that a page of them has several chunks. */
export const LONG_NAMED_KEYS: readonly string[] = Array.from(
  { length: 24 },
  (_, i) => `m/${String.fromCharCode(97 + i)}${longText(i)}`,
);
