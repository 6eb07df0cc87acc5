/**
 * Names, chunks and records for the index table's suite. Arbitraries prefer values where orders and encodings differ.
 */

import type { Chunk } from '../../../lambdas/core/model/chunk.ts';
import { EVERYTHING } from '../../../lambdas/core/model/range.ts';
import type { HeadResult, Observation } from '../../../lambdas/core/model/record.ts';
import { compareNames } from '../../../shared/byte-order.ts';
import fc from '../../support/fast-check.ts';
import { ANY_CHARACTER } from '../../support/fast-check-characters.ts';

/** Not sorted. All of them are valid names in S3. */
export const HARD_NAMES = [
  '',
  '\x00',
  '\x01',
  '\x02',
  '\x02\x02',
  '\x03',
  ' ',
  '#',
  '+',
  '/',
  'a',
  'a-',
  'a/',
  'a0',
  'a\x00',
  'aa',
  '~',
  '\x7f',
  'é',
  '\uff5e',
  '\u{1f600}',
  '\u{10ffff}',
];

const piece = fc.constantFrom(
  '\x00',
  '\x01',
  '\x02',
  '\x03',
  ' ',
  '-',
  '/',
  '0',
  'a',
  'b',
  'é',
  '\ud7ff',
  '\ue000',
  '\uff5e',
  '\u{1f600}',
);

export const anyName = fc.oneof(
  fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join('')),
  fc.string({ unit: ANY_CHARACTER, maxLength: 8 }),
);

export const byNames = (names: Iterable<string>) => [...new Set(names)].sort(compareNames);

export function chunk(over: Partial<Chunk> = {}): Chunk {
  return {
    ...EVERYTHING,
    observedAt: 1_000,
    endsAt: 2_000,
    watchedUntil: 3_000,
    epoch: 'e1',
    count: 2,
    sizeBytes: 12,
    newestMs: 500,
    body: new Uint8Array([1, 2, 3, 0, 255]),
    ...over,
  };
}

export function observation(over: Partial<Observation> = {}): Observation {
  return {
    found: { says: 'absent' },
    observedAt: 1_000,
    endsAt: 2_000,
    watchedUntil: 3_000,
    epoch: 'e1',
    ...over,
  };
}

export const fullFound = (name: string): HeadResult => ({
  says: 'object',
  entry: { type: 'object', name, sizeBytes: 5, lastModifiedMs: -1_000, etag: '"e"', storageClass: 'GLACIER' },
  detail: {
    contentType: 'text/plain',
    contentEncoding: 'br',
    contentDisposition: 'inline',
    contentLanguage: 'de',
    cacheControl: 'no-cache',
    metadata: { 'a b': '', é: 'ü' },
    versionId: 'null',
    checksums: { CRC64NVME: 'AAAA' },
    restore: 'ongoing-request="true"',
    expires: '0',
    otherHeaders: { 'x-amz-server-side-encryption': 'AES256' },
  },
});
