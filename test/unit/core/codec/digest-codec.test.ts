/** The body of a digest. test/property/core/digest.test.ts tests digests of arbitrary trees. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { ByteWriter } from '../../../../lambdas/core/codec/bytes.ts';
import { COMMON_NAMES } from '../../../../lambdas/core/codec/common-names.ts';
import { decodeDigestBody, encodeDigestBody } from '../../../../lambdas/core/codec/digest-codec.ts';
import { writeNames } from '../../../../lambdas/core/codec/name-column.ts';
import { type ChunkHeader, openBody, sealBody } from '../../../../lambdas/core/codec/seal.ts';
import { CHUNK_MAX_ENTRIES } from '../../../../lambdas/core/model/chunk.ts';
import type { DigestPart, DigestRow } from '../../../../lambdas/core/model/digest.ts';
import { END, EVERYTHING, type NameRange, START } from '../../../../lambdas/core/model/range.ts';
import type { Scope } from '../../../../lambdas/core/model/scope.ts';

const scope: Scope = { kind: 'digests', bucket: 'b', prefix: 'p/' };
const headerOf = (count: number, sizeBytes: number): ChunkHeader => ({
  ...{ after: START, through: END, observedAt: 1, endsAt: 2, watchedUntil: 3, epoch: 'e' },
  ...{ count, sizeBytes },
});
const counts = (objects: number, sizeBytes: number) => ({ objects, sizeBytes });
const rows: DigestRow[] = [
  {
    directory: '',
    usage: {
      ...counts(2, 9),
      ...{ newestMs: 5_000, oldestMs: 3_000, largest: { name: 'x', sizeBytes: 8 } },
      byClass: new Map([['STANDARD', counts(2, 9)]]),
    },
  },
  {
    directory: 'a/',
    usage: {
      ...counts(3, 12),
      ...{ newestMs: 1_500, oldestMs: 1_500, largest: { name: 'y', sizeBytes: 12 } },
      byClass: new Map([
        ['GLACIER', counts(1, 0)],
        ['STANDARD', counts(2, 12)],
      ]),
    },
  },
  { directory: 'b/', usage: { ...counts(1, 7), largest: { name: 'z', sizeBytes: 7 }, byClass: new Map() } },
  {
    directory: 'c/',
    usage: {
      ...counts(2, 4),
      ...{ newestMs: 7_000, oldestMs: 6_000, largest: { name: 'w', sizeBytes: 3 } },
      byClass: new Map([['GLACIER', counts(1, 1)]]),
    },
  },
];

const whole = (all: readonly DigestRow[]): DigestPart[] => [{ ...EVERYTHING, rows: all }];

test('rows are read as they were written', () => {
  const header = headerOf(rows.length, 32);
  const body = encodeDigestBody(scope, header, whole(rows));
  expect(decodeDigestBody(scope, { ...header, body })).toEqual(whole(rows));
});

test('parts are read as they were written, with the range of the item', () => {
  const header = { ...headerOf(rows.length, 32), after: 'A', through: 'd' };
  const parts: DigestPart[] = [
    { after: 'A', through: 'a/n', rows: rows.slice(0, 2) },
    { after: 'a/n', through: 'c/', rows: rows.slice(2, 3) },
    { after: 'c/', through: 'd', rows: rows.slice(3) },
  ];
  const body = encodeDigestBody(scope, header, parts);
  expect(decodeDigestBody(scope, { ...header, body })).toEqual(parts);
});

test('there may be as many parts as rows', () => {
  const names = Array.from({ length: CHUNK_MAX_ENTRIES }, (_, i) => String(i).padStart(3, '0'));
  const parts = names.map((name, i): DigestPart => {
    const range: NameRange = { after: names[i - 1] ?? START, through: i === names.length - 1 ? END : name };
    return { ...range, rows: [{ ...rows[0]!, directory: name }] };
  });
  const header = headerOf(parts.length, parts.length * 9);
  const body = encodeDigestBody(scope, header, parts);
  expect(decodeDigestBody(scope, { ...header, body })).toEqual(parts);
});

/** The columns of rows without times. Their only object has an empty name, 3 bytes, and the class `X`. */
interface Columns {
  classes: string[];
  /** The number of rows of each part. Default: all rows in one part. */
  counts?: number[];
  /** The names between the parts. */
  borders: string[];
  directories: string[];
  /** The columns of each row. */
  row: number[];
  rest: number[];
}

const ALIKE = 2;

function read(of: Partial<Columns>, header: Partial<ChunkHeader> = {}): DigestRow[] | undefined {
  return readParts(of, header)?.flatMap((part) => part.rows);
}

function readParts(
  of: Partial<Columns>,
  header: Partial<ChunkHeader> = {},
): readonly DigestPart[] | undefined {
  const parts: Columns = {
    ...{ classes: ['X'], borders: [], directories: ['a/'], row: [ALIKE, 1, 3, 0, 0, 0], rest: [] },
    ...of,
  };
  const { counts = [parts.directories.length] } = parts;
  const out = new ByteWriter();
  out.varint(parts.classes.length);
  for (const text of parts.classes) out.text(text);
  out.varint(counts.length);
  for (const count of counts) out.varint(count);
  for (const border of parts.borders) out.text(border);
  writeNames(parts.directories, out);
  for (const byte of [...parts.directories.flatMap(() => parts.row), ...parts.rest]) out.byte(byte);
  const claims = { ...headerOf(parts.directories.length, 3 * parts.directories.length), ...header };
  const content = deflateRawSync(out.result(), { level: 9, dictionary: COMMON_NAMES });
  return decodeDigestBody(scope, { ...claims, body: sealBody(scope, claims, content) });
}

describe('the columns of a digest', () => {
  const row = (directory: string): DigestRow => ({
    directory,
    usage: {
      ...{ objects: 1, sizeBytes: 3, largest: { name: '', sizeBytes: 3 } },
      byClass: new Map([['X', { objects: 1, sizeBytes: 3 }]]),
    },
  });
  const many = (count: number) => Array.from({ length: count }, (_, i) => `${String(i).padStart(3, '0')}/`);

  test('are read as rows', () => {
    expect(read({})).toEqual([row('a/')]);
    expect(read({ directories: [] })).toEqual([]);
  });

  test('have the number of rows and the bytes that the item says', () => {
    expect(read({}, { count: 2 })).toBeUndefined();
    expect(read({}, { sizeBytes: 4 })).toBeUndefined();
  });

  test('ascend', () => {
    expect(read({ directories: ['a/', 'b/'] })).toEqual([row('a/'), row('b/')]);
    expect(read({ directories: ['b/', 'a/'] })).toBeUndefined();
    expect(read({ directories: ['a/', 'a/'] })).toBeUndefined();
  });

  test('ascend in each part, and the parts ascend too', () => {
    const two = { directories: ['a/', 'a/'], counts: [1, 1], borders: ['a/n'] };
    expect(readParts(two)).toEqual([
      { after: START, through: 'a/n', rows: [row('a/')] },
      { after: 'a/n', through: END, rows: [row('a/')] },
    ]);
    expect(readParts(two, { through: 'a/n' })).toBeUndefined();
    expect(readParts(two, { after: 'a/n' })).toBeUndefined();
    expect(readParts({ ...two, directories: ['b/', 'a/'] }, { after: 'a/', through: 'b' })).toHaveLength(2);
    const three = { directories: ['a/', 'b/', 'c/'], counts: [1, 1, 1] };
    expect(readParts({ ...three, borders: ['a/n', 'b/n'] })).toHaveLength(3);
    expect(readParts({ ...three, borders: ['b/n', 'a/n'] })).toBeUndefined();
    expect(readParts({ ...three, borders: ['a/n', 'a/n'] })).toBeUndefined();
  });

  test('are of one part at least', () => {
    expect(readParts({ directories: [], counts: [] })).toBeUndefined();
    expect(readParts({ counts: [0, 1], borders: ['a/'] })).toHaveLength(2);
    expect(readParts({ counts: [2] })).toBeUndefined();
    expect(readParts({ directories: ['a/', 'b/'], counts: [1] }, { count: 1, sizeBytes: 3 })).toBeUndefined();
  });

  test('have at most as many rows and classes as a chunk has entries', () => {
    expect(read({ directories: many(CHUNK_MAX_ENTRIES) })).toHaveLength(CHUNK_MAX_ENTRIES);
    expect(read({ directories: many(CHUNK_MAX_ENTRIES + 1) })).toBeUndefined();
    expect(read({ classes: ['X', ...many(CHUNK_MAX_ENTRIES - 1)] })).toEqual([row('a/')]);
    expect(read({ classes: ['X', ...many(CHUNK_MAX_ENTRIES)] })).toBeUndefined();
  });

  test('name classes of the list, and end with the last row', () => {
    expect(read({ row: [ALIKE, 1, 3, 0, 0, 1] })).toBeUndefined();
    expect(read({ rest: [0] })).toBeUndefined();
    expect(read({ row: [ALIKE, 1, 3, 0, 0] })).toBeUndefined();
  });

  test('have the counts of each class where they differ from those of the row', () => {
    expect(read({ row: [0, 2, 3, 0, 0, 1, 0, 1, 2] })?.[0]?.usage.byClass).toEqual(
      new Map([['X', counts(1, 2)]]),
    );
    expect(read({ row: [0, 2, 3, 0, 0, 0] })?.[0]?.usage.byClass).toEqual(new Map());
  });

  test('have times in seconds or milliseconds, relative to the row before', () => {
    const TIMES = 1;
    const seconds = [TIMES | ALIKE, 1, 3, 0, 0, 1, 4, 1, 2, 0];
    const millis = [TIMES | ALIKE, 1, 3, 0, 0, 0, 6, 0, 2, 0];
    expect(read({ row: seconds })?.[0]?.usage).toMatchObject({ newestMs: 2_000, oldestMs: 1_000 });
    expect(read({ row: millis })?.[0]?.usage).toMatchObject({ newestMs: 3, oldestMs: 2 });
    const two = read({ directories: ['a/', 'b/'], row: seconds });
    expect(two?.map(({ usage }) => usage.newestMs)).toEqual([2_000, 4_000]);
  });
});

test('a digest has the same columns in every deployment of this version', () => {
  const header = headerOf(rows.length, 32);
  const content = openBody(scope, { ...header, body: encodeDigestBody(scope, header, whole(rows)) })!;
  // The compressed bytes are not compared, because they depend on the version of zlib.
  expect(inflateRawSync(content, { dictionary: COMMON_NAMES }).toString('hex')).toBe(
    '02085354414e4441524407474c414349455201040000000000612f00622f00632f00030209017801010a01040001030c01790000d73601000201010000020c000107017a000001020401770100f855010201010101',
  );
});
