/** The body of a chunk. test/property/core/codec.test.ts tests bodies of arbitrary entries. */
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { ByteWriter } from '../../../../lambdas/core/codec/bytes.ts';
import { decodeChunkBody, encodeChunkBody } from '../../../../lambdas/core/codec/chunk-codec.ts';
import { toColumns } from '../../../../lambdas/core/codec/columns.ts';
import { COMMON_NAMES } from '../../../../lambdas/core/codec/common-names.ts';
import { type ChunkHeader, sealBody } from '../../../../lambdas/core/codec/seal.ts';
import { CHUNK_MAX_ENTRIES } from '../../../../lambdas/core/model/chunk.ts';
import type { Entry } from '../../../../lambdas/core/model/entry.ts';
import { END, EVERYTHING, type NameRange, START } from '../../../../lambdas/core/model/range.ts';
import type { Scope } from '../../../../lambdas/core/model/scope.ts';

const SCOPE: Scope = { bucket: 'b', prefix: 'p/' };
const etag = `"${'0123456789abcdef'.repeat(2)}"`;
const object = (name: string): Entry => ({ type: 'object', name, sizeBytes: 7, etag });
const header = (count: number, range: NameRange = EVERYTHING): ChunkHeader => ({
  ...{ ...range, observedAt: 1, endsAt: 2, watchedUntil: 3, epoch: 'e', count, sizeBytes: 7 },
});
const decoded = (of: ChunkHeader, entries: readonly Entry[]) =>
  decodeChunkBody(SCOPE, { ...of, body: encodeChunkBody(SCOPE, of, entries) });

/** A body whose columns are these bytes, sealed as the service does it. */
function bodyOf(of: ChunkHeader, packed: Uint8Array, plain: Uint8Array = new Uint8Array()): Uint8Array {
  const content = new ByteWriter();
  content.varint(plain.length);
  content.bytes(plain);
  content.bytes(deflateRawSync(packed, { level: 9, dictionary: COMMON_NAMES }));
  return sealBody(SCOPE, of, content.result());
}

describe('the body of a chunk', () => {
  test('has the plain part, unchanged, before the compressed columns', () => {
    const entries = [object('a'), object('b')];
    const { packed, plain } = toColumns(entries);
    const body = encodeChunkBody(SCOPE, header(2), entries);
    expect(Buffer.from(body)).toEqual(Buffer.from(bodyOf(header(2), packed, plain)));
    expect(decodeChunkBody(SCOPE, { ...header(2), body })).toEqual(entries);
  });

  test('of no entries is valid', () => {
    expect(decoded(header(0), [])).toEqual([]);
  });

  test('with another number of entries than the item says is rejected', () => {
    expect(decoded(header(2), [object('a')])).toBeUndefined();
    expect(decoded(header(1), [object('a'), object('b')])).toBeUndefined();
  });

  test('of 256 entries at most is accepted', () => {
    const many = Array.from({ length: CHUNK_MAX_ENTRIES + 1 }, (_, i) => object(`n${1_000 + i}`));
    expect(decoded(header(CHUNK_MAX_ENTRIES), many.slice(1))).toHaveLength(CHUNK_MAX_ENTRIES);
    expect(decoded(header(CHUNK_MAX_ENTRIES + 1), many)).toBeUndefined();
  });

  test('that is longer than 1 MiB when it is unpacked, or cannot be read, is rejected', () => {
    const bomb = Buffer.alloc(1024 * 1024 + 1);
    expect(decodeChunkBody(SCOPE, { ...header(0), body: bodyOf(header(0), bomb) })).toBeUndefined();
    const body = sealBody(SCOPE, header(0), Uint8Array.of(0, 0xff, 0xff));
    expect(decodeChunkBody(SCOPE, { ...header(0), body })).toBeUndefined();
    const other = encodeChunkBody(SCOPE, header(0), []);
    expect(decodeChunkBody(SCOPE, { ...header(0), endsAt: 9, body: other })).toBeUndefined();
  });
});

describe('the names of a chunk', () => {
  const inRange = (range: NameRange, ...names: string[]) =>
    decoded(header(names.length, range), names.map(object)) !== undefined;

  test('are in its range: after its start, and at most its end', () => {
    const range = { after: 'b', through: 'd' };
    expect([inRange(range, 'c'), inRange(range, 'd'), inRange(range, 'c', 'd')]).toEqual([true, true, true]);
    expect([inRange(range, 'b'), inRange(range, 'a'), inRange(range, 'e')]).toEqual([false, false, false]);
    expect(inRange(range, 'c', 'e')).toBe(false);
  });

  test('ascend', () => {
    expect(inRange(EVERYTHING, 'a', 'b')).toBe(true);
    expect([inRange(EVERYTHING, 'b', 'a'), inRange(EVERYTHING, 'a', 'a')]).toEqual([false, false]);
  });

  test('need a range that is not empty', () => {
    expect(inRange({ after: START, through: 'a' })).toBe(true);
    expect(inRange({ after: 'a', through: END })).toBe(true);
    expect([inRange({ after: 'b', through: 'b' }), inRange({ after: 'b', through: 'a' })]).toEqual([
      ...[false, false],
    ]);
  });
});
