import { describe, expect, test } from '@jest/globals';
import { ByteReader, ByteWriter } from '../../../../lambdas/core/codec/bytes.ts';
import { readNames, writeNames } from '../../../../lambdas/core/codec/name-column.ts';

const column = (names: readonly string[]) => {
  const out = new ByteWriter();
  writeNames(names, out);
  return out.result();
};
const read = (count: number, maxBytes: number, ...bytes: number[]) =>
  readNames(count, maxBytes, new ByteReader(Uint8Array.from(bytes)));

describe('a column of names', () => {
  test('has what each name shares with the one before, then the rest of each, ended by a zero byte', () => {
    expect([...column(['ab', 'abc', 'b'])]).toEqual([0, 2, 0, 0x61, 0x62, 0, 0x63, 0, 0x62, 0]);
    expect([...column(['ab', 'ab'])]).toEqual([0, 2, 0x61, 0x62, 0, 0]);
  });

  test('raises the bytes 0 and 1 behind an escape, and no other byte', () => {
    expect([...column(['\0\u0001\u0002'])]).toEqual([0, 1, 1, 1, 2, 2, 0]);
    expect([...column(['\0'])]).toEqual([0, 1, 1, 0]);
    expect([...column(['\u0001'])]).toEqual([0, 1, 2, 0]);
  });

  test('is read as it was written', () => {
    const names = ['', '\0', '\0\u0001', '\u0001', 'a', 'a/', 'a/b', 'é', 'éa', '\uff5e', '\u{1f600}'];
    expect(readNames(names.length, 8, new ByteReader(column(names)))).toEqual(names);
  });

  test('is rejected when a name shares more than there is, is too long, or does not end', () => {
    expect(read(2, 9, 0, 1, 0x61, 0, 0x62, 0)).toEqual(['a', 'ab']);
    expect(() => read(2, 9, 0, 2, 0x61, 0, 0x62, 0)).toThrow('shared part longer than the name before');
    expect(read(1, 2, 0, 0x61, 0x62, 0)).toEqual(['ab']);
    expect(() => read(1, 1, 0, 0x61, 0x62, 0)).toThrow('name too long');
    expect(() => read(1, 9, 0, 0x61)).toThrow('bytes end early');
  });
});
