import { describe, expect, test } from '@jest/globals';
import { itemBytes } from '../../../bench/item-bytes.ts';
import { writeChunkInput } from '../../../lambdas/adapters/dynamodb/chunks.ts';
import { decodeChunkBody } from '../../../lambdas/core/codec/chunk-codec.ts';
import type { Chunk } from '../../../lambdas/core/model/chunk.ts';
import type { Entry } from '../../../lambdas/core/model/entry.ts';
import { END, isWithin, type RangeEnd, START } from '../../../lambdas/core/model/range.ts';
import { cutPage, type ObservedPage } from '../../../lambdas/core/origin/cut-page.ts';
import { compareNames } from '../../../shared/byte-order.ts';
import fc from '../../support/fast-check.ts';

const directory = { bucket: 'bucket', prefix: 'some/directory/' };
/** Chunks with fewer entries than this may be larger than 4 KB, because names may have hundreds of bytes. */
const FEW = 16;
const READ_UNIT_BYTES = 4_096;

const name = fc
  .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 60 })
  .map((it) => it.replaceAll('/', '-'));
const entries = (maxLength: number) =>
  fc
    .uniqueArray(
      fc.tuple(
        name,
        fc.nat(),
        fc.nat(2_000_000_000),
        fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 32, maxLength: 32 }),
      ),
      { selector: ([it]) => it, maxLength, size: 'max' },
    )
    .map((list) =>
      list
        .map(
          ([it, sizeBytes, seconds, md5]): Entry => ({
            type: 'object',
            name: it,
            sizeBytes,
            lastModifiedMs: seconds * 1_000,
            etag: `"${md5}"`,
            storageClass: 'STANDARD',
          }),
        )
        .sort((a, b) => compareNames(a.name, b.name)),
    );

function pageOf(list: readonly Entry[], through: RangeEnd = END): ObservedPage {
  const observedAt = 1_800_000_000_123;
  const ends = { endsAt: observedAt + 3_600_000, watchedUntil: observedAt + 5_400_000 };
  return {
    after: START,
    through,
    entries: list,
    observedAt,
    ...ends,
    epoch: 'x'.repeat(11),
  };
}

/** The positions where chunks other than the first start. */
function startsOf(chunks: readonly Chunk[]): string[] {
  return chunks.map(({ after }) => after).filter((after) => typeof after === 'string');
}

function holds(chunks: readonly Chunk[], list: readonly Entry[]): void {
  expect(chunks[0]!.after).toBe(START);
  chunks.forEach((chunk, i) => {
    if (i > 0) expect(chunk.after).toBe(chunks[i - 1]!.through);
    if (chunk.count > FEW) {
      expect(itemBytes(writeChunkInput(directory, chunk, chunk.observedAt).Item!)).toBeLessThanOrEqual(
        READ_UNIT_BYTES,
      );
    }
  });
  expect(chunks.flatMap((chunk) => decodeChunkBody(directory, chunk)!)).toEqual(list);
}

describe('cutting a page', () => {
  test('no chunk is larger than a read unit, whatever chunks exist already', () => {
    fc.assert(
      fc.property(entries(600), fc.array(name, { maxLength: 8 }), fc.boolean(), (list, starts, ended) => {
        const through = ended ? END : (list.at(-1)?.name ?? END);
        const chunks = cutPage(directory, pageOf(list, through), starts);
        expect(chunks.at(-1)!.through).toBe(through);
        holds(chunks, list);
      }),
      { numRuns: 40 },
    );
  });

  test('existing chunks are overwritten, also when a few entries changed', () => {
    fc.assert(
      fc.property(entries(600), fc.nat(9), (list, gone) => {
        const standing = startsOf(cutPage(directory, pageOf(list)));
        const changed = list.filter((_, i) => i % 50 !== gone);
        const starts = startsOf(cutPage(directory, pageOf(changed), standing));
        // After the last chunk's start, too few entries for a separate chunk may be left.
        const last = standing.at(-1);
        const behind = changed.filter((entry) => last !== undefined && !isWithin(entry.name, last)).length;
        expect(starts).toEqual(expect.arrayContaining(behind < FEW ? standing.slice(0, -1) : standing));
      }),
      { numRuns: 30 },
    );
  });
});
