/** The columns of a chunk. Their bytes are fixed, and anything that toColumns would not write is rejected. */
import { describe, expect, test } from '@jest/globals';
import { ByteWriter } from '../../../../lambdas/core/codec/bytes.ts';
import { fromColumns, toColumns } from '../../../../lambdas/core/codec/columns.ts';
import { writeNames } from '../../../../lambdas/core/codec/name-column.ts';
import type { Entry, ObjectEntry } from '../../../../lambdas/core/model/entry.ts';

const MD5 = '00112233445566778899aabbccddeeff';
const object = (name: string, more: Partial<ObjectEntry> = {}): ObjectEntry => ({
  ...{ type: 'object', name, sizeBytes: 0 },
  ...more,
});
const directory = (name: string): Entry => ({ type: 'directory', name });
const columnsOf = (entries: readonly Entry[]) => {
  const { packed, plain } = toColumns(entries);
  return { packed: packed.toString('hex'), plain: plain.toString('hex') };
};

const CRC = { algorithms: ['CRC32', 'SHA256'], type: 'COMPOSITE' };
const CASES: Record<string, Entry[]> = {
  'no entries': [],
  'only directories': [directory('a/'), directory('b/')],
  'objects that are alike, and a directory': [
    object('a', { sizeBytes: 5, lastModifiedMs: 3_000, etag: `"${MD5}"`, storageClass: 'STANDARD' }),
    directory('b/'),
    object('c', { sizeBytes: 1, lastModifiedMs: 7_000, etag: `"${MD5}"`, storageClass: 'STANDARD' }),
  ],
  'objects that are not alike': [
    object(''),
    object('a', { etag: `"${MD5}"` }),
    object('b', { etag: `"${MD5}-12"` }),
    object('c', { etag: 'other' }),
    object('d', { lastModifiedMs: 1_500 }),
    object('e', { storageClass: 'GLACIER' }),
    object('f', { storageClass: 'STANDARD' }),
    object('g', { storageClass: 'GLACIER' }),
    object('h', { checksum: CRC }),
    object('i', { checksum: { algorithms: ['CRC32'], type: undefined } }),
    object('j', { checksum: CRC, lastModifiedMs: 2_000, storageClass: 'GLACIER', etag: `"${MD5}"` }),
  ],
  'one checksum': [object('a', { checksum: CRC }), object('b', { checksum: CRC })],
  'an object whose name ends in a slash': [object('a/', { sizeBytes: 1 }), object('b')],
  'a directory whose name does not': [directory('a'), object('b')],
  'ETags that only look like MD5s': [
    object('a', { etag: MD5 }),
    object('b', { etag: `"${MD5.toUpperCase()}"` }),
    object('c', { etag: `"${MD5}-0"` }),
    object('d', { etag: `"${MD5}-1234567"` }),
    object('e', { etag: '' }),
  ],
};

const PINNED = {
  'no entries': {
    packed: '0300000000',
    plain: '',
  },
  'only directories': {
    packed: '030000020000612f00622f0000',
    plain: '',
  },
  'objects that are alike, and a directory': {
    packed: '0301085354414e4441524400030000006100622f006300320301000304',
    plain: '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff60',
  },
  'objects that are not alike': {
    packed:
      '000207474c4143494552085354414e44415244021643524333322053484132353620434f4d504f53495445064352433332200b0000000000000000000000006100620063006400650066006700680069006a0000020408102020204040720000000000000000000000000c0a0c056f7468657200010000010000',
    plain:
      '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff771e80',
  },
  'one checksum': {
    packed: '0300011643524333322053484132353620434f4d504f5349544502000061006200400000',
    plain: '',
  },
  'an object whose name ends in a slash': {
    packed: '010000020000612f00620000000100',
    plain: '',
  },
  'a directory whose name does not': {
    packed: '01000002000061006200010000',
    plain: '',
  },
  'ETags that only look like MD5s': {
    packed:
      '030000050000000000610062006300640065000800000000002030303131323233333434353536363737383839396161626263636464656566662222303031313232333334343535363637373838393941414242434344444545464622242230303131323233333434353536363737383839396161626263636464656566662d30222a2230303131323233333434353536363737383839396161626263636464656566662d313233343536372200',
    plain: '',
  },
};

describe('columns', () => {
  test.each(Object.entries(CASES))('are read as they were written: %s', (_, entries) => {
    expect(fromColumns(toColumns(entries), entries.length)).toEqual(entries);
  });

  test('have the same bytes in every deploy of this version', () => {
    expect(Object.fromEntries(Object.entries(CASES).map(([title, of]) => [title, columnsOf(of)]))).toEqual(
      PINNED,
    );
  });
});

/** The parts of a packed chunk. The default is one object `a` of size 0 without other values. */
interface Parts {
  head: number;
  classes: string[];
  checksums: string[];
  names: string[];
  flags: number[];
  rest: number[];
}

function read(of: Partial<Parts>, plain: number[] = [], maxEntries = 9): Entry[] {
  const parts: Parts = { head: 0, classes: [], checksums: [], names: ['a'], flags: [0], rest: [0], ...of };
  const packed = new ByteWriter();
  packed.byte(parts.head);
  for (const texts of [parts.classes, parts.checksums]) {
    packed.varint(texts.length);
    for (const text of texts) packed.text(text);
  }
  packed.varint(parts.names.length);
  writeNames(parts.names, packed);
  for (const byte of [...parts.flags, ...parts.rest]) packed.byte(byte);
  return fromColumns({ packed: packed.result(), plain: Buffer.from(plain) }, maxEntries);
}

describe('columns are read', () => {
  test('with as many entries, classes and checksums as allowed, not more', () => {
    expect(read({})).toEqual([object('a')]);
    expect(read({}, [], 1)).toEqual([object('a')]);
    expect(() => read({}, [], 0)).toThrow('too many entries');
    expect(read({ classes: ['X'], checksums: ['CRC32 '] }, [], 1)).toEqual([object('a')]);
    expect(() => read({ classes: ['X', 'Y'] }, [], 1)).toThrow('too many distinct texts');
    expect(() => read({ checksums: ['X ', 'Y '] }, [], 1)).toThrow('too many distinct texts');
  });

  test('with a class that is in the list', () => {
    const STORAGE_CLASS = 32;
    const flags = [STORAGE_CLASS];
    expect(read({ classes: ['X'], flags })).toEqual([object('a', { storageClass: 'X' })]);
    expect(read({ classes: ['X', 'Y'], flags, rest: [0, 1] })).toEqual([object('a', { storageClass: 'Y' })]);
    expect(() => read({ classes: ['X', 'Y'], flags, rest: [0, 2] })).toThrow('unknown storage class');
    expect(() => read({ flags })).toThrow('unknown storage class');
  });

  test('with a checksum that is in the list', () => {
    const CHECKSUM = 64;
    const flags = [CHECKSUM];
    const checksum = { algorithms: ['Y'], type: undefined };
    expect(read({ checksums: ['Y '], flags })).toEqual([object('a', { checksum })]);
    expect(read({ checksums: ['X ', 'Y '], flags, rest: [0, 1] })).toEqual([object('a', { checksum })]);
    expect(() => read({ checksums: ['X ', 'Y '], flags, rest: [0, 2] })).toThrow('unknown checksum');
    expect(() => read({ flags })).toThrow('unknown checksum');
  });

  test('to their end', () => {
    expect(() => read({ rest: [0, 0] })).toThrow('bytes left over');
    expect(() => read({}, [0])).toThrow('bytes left over');
    expect(() => read({ rest: [] })).toThrow('bytes end early');
    expect(() => read({ rest: [9] })).toThrow('bits end early');
    expect(() => read({ flags: [2] }, Array(15).fill(0))).toThrow('bytes end early');
    expect(read({ flags: [2] }, Array(16).fill(0))).toEqual([object('a', { etag: `"${'0'.repeat(32)}"` })]);
  });

  test('with names of up to four times the longest key, not more', () => {
    expect(read({ names: ['x'.repeat(4_096)] })).toHaveLength(1);
    expect(() => read({ names: ['x'.repeat(4_097)] })).toThrow('name too long');
  });
});

test('each ETag has an MD5 of its own', () => {
  const md5Of = (i: number) => String(i).repeat(32);
  const entries = [
    object('a', { etag: `"${md5Of(1)}"` }),
    object('b', { etag: `"${md5Of(2)}-3"` }),
    object('c', { etag: `"${md5Of(4)}"` }),
  ];
  expect(fromColumns(toColumns(entries), 3)).toEqual(entries);
});
