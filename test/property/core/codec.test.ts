import { describe, expect, test } from '@jest/globals';
import {
  type ChunkHeader,
  decodeChunkBody,
  encodeChunkBody,
} from '../../../lambdas/core/codec/chunk-codec.ts';
import type { Chunk } from '../../../lambdas/core/model/chunk.ts';
import { CHUNK_MAX_ENTRIES } from '../../../lambdas/core/model/chunk.ts';
import type { Entry, ObjectEntry } from '../../../lambdas/core/model/entry.ts';
import { END, EVERYTHING, START } from '../../../lambdas/core/model/range.ts';
import { cutPage, type ObservedPage } from '../../../lambdas/core/origin/cut-page.ts';
import { compareNames } from '../../../shared/byte-order.ts';
import fc from '../../support/fast-check.ts';
import { ANY_CHARACTER } from '../../support/fast-check-characters.ts';

const directory = { bucket: 'b', prefix: 'p/' };

const text = fc.oneof(
  fc.string({ unit: ANY_CHARACTER, maxLength: 20 }),
  fc.constantFrom(
    '',
    'a//b',
    '%2F+ ',
    '\n',
    '\u0001',
    '\u{1F600}',
    '\uFF5E',
    'x'.repeat(1_024),
    '\u0001'.repeat(1_024),
  ),
);
const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 32, maxLength: 32 });
const etag = fc.oneof(
  hex.map((digest) => `"${digest}"`),
  fc.tuple(hex, fc.nat(20_000)).map(([digest, parts]) => `"${digest}-${parts}"`),
  hex.map((digest) => `"${digest.toUpperCase()}"`),
  fc.string({ unit: ANY_CHARACTER, maxLength: 40 }),
);
const object = fc
  .record(
    {
      type: fc.constant('object' as const),
      sizeBytes: fc.oneof(fc.nat(), fc.maxSafeNat()),
      lastModifiedMs: fc.oneof(
        fc.nat().map((seconds) => seconds * 1_000),
        fc.integer({ min: 0, max: 253_402_300_799_999 }),
      ),
      etag,
      storageClass: fc.constantFrom('STANDARD', 'GLACIER', 'DEEP_ARCHIVE', ''),
      checksum: fc.record(
        {
          algorithms: fc.subarray(['CRC32', 'CRC64NVME', 'SHA256'], { minLength: 1 }),
          type: fc.constantFrom('FULL_OBJECT', 'COMPOSITE'),
        },
        { requiredKeys: ['algorithms'] },
      ),
    },
    { requiredKeys: ['type', 'sizeBytes'] },
  )
  .chain((rest) => text.map((name): ObjectEntry => ({ ...rest, name })));
const entry: fc.Arbitrary<Entry> = fc.oneof(
  object,
  text.map((name) => ({ type: 'directory' as const, name: `${name}/` })),
);
const entries = (maxLength: number) =>
  fc
    .uniqueArray(entry, { selector: (e) => e.name, maxLength, size: 'max' })
    .map((list) => list.sort((a, b) => compareNames(a.name, b.name)));

function headerOf(list: readonly Entry[]): ChunkHeader {
  return {
    ...EVERYTHING,
    observedAt: 1,
    endsAt: 2,
    watchedUntil: 3,
    epoch: 'e',
    count: list.length,
    sizeBytes: 4,
  };
}

describe('chunk codec', () => {
  test('a sealed body opens to the same entries, for any legal names', () => {
    fc.assert(
      fc.property(entries(CHUNK_MAX_ENTRIES), (list) => {
        const header = headerOf(list);
        const body = encodeChunkBody(directory, header, list);
        expect(decodeChunkBody(directory, { ...header, body })).toEqual(list);
      }),
      { numRuns: 300 },
    );
  });

  test('a body that was cut or changed anywhere is rejected', () => {
    fc.assert(
      fc.property(entries(20), fc.nat(), fc.integer({ min: 1, max: 255 }), (list, at, flip) => {
        const header = headerOf(list);
        const body = encodeChunkBody(directory, header, list);
        const changed = Uint8Array.from(body);
        changed[at % changed.length]! ^= flip;
        expect(decodeChunkBody(directory, { ...header, body: changed })).toBeUndefined();
        expect(
          decodeChunkBody(directory, { ...header, body: body.subarray(0, at % body.length) }),
        ).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  test('a body is accepted only with the claims with which it was sealed', () => {
    const list: Entry[] = [{ type: 'object', name: 'm', sizeBytes: 1 }];
    const header = { ...headerOf(list), after: 'a', through: 'z' };
    const body = encodeChunkBody(directory, header, list);
    const changes: Partial<Chunk>[] = [
      { after: 'b' },
      { through: 'zz' },
      { observedAt: 9 },
      { endsAt: 9 },
      { watchedUntil: 9 },
      { epoch: 'f' },
      { count: 2 },
      { sizeBytes: 9 },
      { newestMs: 9 },
    ];
    expect(decodeChunkBody(directory, { ...header, body })).toEqual(list);
    for (const change of changes)
      expect(decodeChunkBody(directory, { ...header, ...change, body })).toBeUndefined();
    expect(decodeChunkBody({ ...directory, prefix: 'q/' }, { ...header, body })).toBeUndefined();
    expect(decodeChunkBody({ ...directory, bucket: 'c' }, { ...header, body })).toBeUndefined();
  });

  test('random bytes are rejected', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (body) => {
        expect(decodeChunkBody(directory, { ...headerOf([]), body })).toBeUndefined();
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('cutting a page', () => {
  test('chunks are contiguous, within their bounds, and hold every entry once', () => {
    fc.assert(
      fc.property(entries(700), fc.boolean(), (list, ended) => {
        const through = ended ? END : (list.at(-1)?.name ?? END);
        const page: ObservedPage = { ...headerOf(list), entries: list, through };
        const chunks = cutPage(directory, page);
        expect(chunks[0]!.after).toBe(START);
        expect(chunks.at(-1)!.through).toBe(through);
        chunks.forEach((chunk, i) => {
          expect(chunk.count).toBeLessThanOrEqual(CHUNK_MAX_ENTRIES);
          if (i > 0) expect(chunk.after).toBe(chunks[i - 1]!.through);
        });
        expect(chunks.flatMap((chunk) => decodeChunkBody(directory, chunk)!)).toEqual(list);
      }),
      { numRuns: 60 },
    );
  });
});
