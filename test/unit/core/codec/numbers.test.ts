/** Numbers as bytes and bits. The encoding is fixed, because stored bodies outlive a deploy. */
import { describe, expect, test } from '@jest/globals';
import {
  BitReader,
  BitWriter,
  bitLength,
  readHalves,
  writeHalves,
} from '../../../../lambdas/core/codec/bits.ts';
import { ByteReader, ByteWriter } from '../../../../lambdas/core/codec/bytes.ts';

const MAX = Number.MAX_SAFE_INTEGER;
const SAMPLES = [
  0,
  1,
  2,
  3,
  127,
  128,
  255,
  256,
  16_383,
  16_384,
  2 ** 32 - 1,
  2 ** 32,
  2 ** 32 + 1,
  MAX - 1,
  MAX,
];
const written = (write: (out: ByteWriter) => void) => {
  const out = new ByteWriter();
  write(out);
  return [...out.result()];
};
const reader = (...bytes: number[]) => new ByteReader(Uint8Array.from(bytes));

describe('bytes', () => {
  test.each<[number, number[]]>([
    [0, [0]],
    [127, [0x7f]],
    [128, [0x80, 1]],
    [300, [0xac, 2]],
    [MAX, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])('the varint of %d', (value, bytes) => {
    expect(written((out) => out.varint(value))).toEqual(bytes);
    expect(reader(...bytes).varint()).toBe(value);
  });

  test.each<[number, number[]]>([
    [0, [0]],
    [-1, [1]],
    [1, [2]],
    [-2, [3]],
    [64, [0x80, 1]],
  ])('the signed number %d', (value, bytes) => {
    expect(written((out) => out.signed(value))).toEqual(bytes);
    expect(reader(...bytes).signed() + 0).toBe(value);
  });

  test('a text has its length in bytes before it', () => {
    expect(written((out) => out.text('é!'))).toEqual([3, 0xc3, 0xa9, 0x21]);
    expect(reader(3, 0xc3, 0xa9, 0x21).text()).toBe('é!');
  });

  test('a writer grows, by single bytes and by long values', () => {
    const out = new ByteWriter();
    for (let i = 0; i < 1_000; i++) out.byte(i % 256);
    out.bytes(Buffer.alloc(5_000, 7));
    out.varint(MAX);
    for (let i = 0; i < 600; i++) out.varint(300);
    expect(out.length).toBe(6_000 + 8 + 1_200);
    const back = new ByteReader(out.result());
    for (let i = 0; i < 1_000; i++) expect(back.byte()).toBe(i % 256);
    expect(back.bytes(5_000).every((byte) => byte === 7)).toBe(true);
    expect(back.varint()).toBe(MAX);
    for (let i = 0; i < 600; i++) expect(back.varint()).toBe(300);
    expect(back.atEnd()).toBe(true);
  });

  test('a reader ends with its bytes, and takes the rest at once', () => {
    const some = reader(1, 2, 3);
    expect([some.atEnd(), some.byte(), some.atEnd()]).toEqual([false, 1, false]);
    expect([...some.rest()]).toEqual([2, 3]);
    expect([some.atEnd(), some.rest().length]).toEqual([true, 0]);
    expect(() => some.byte()).toThrow('bytes end early');
    expect([...reader(1, 2).bytes(2)]).toEqual([1, 2]);
    expect(() => reader(1, 2).bytes(3)).toThrow('bytes end early');
    expect(() => reader(0x80).varint()).toThrow('bytes end early');
  });

  test('a number that is not exact, or too long, is rejected', () => {
    const full = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
    expect(() => reader(...full, 0x10).varint()).toThrow('number out of range');
    expect(() => reader(...full, 0x8f, 0).varint()).toThrow('number too long');
  });
});

describe('bits', () => {
  test('the length of a number is that of its binary digits', () => {
    for (const value of SAMPLES) expect(bitLength(value)).toBe(value === 0 ? 0 : value.toString(2).length);
  });

  test('are written highest first, and padded with zeros', () => {
    const bits = new BitWriter();
    expect([...bits.result()]).toEqual([]);
    bits.add(0b101, 3);
    expect([...bits.result()]).toEqual([0b1010_0000]);
    bits.add(0b0_1111, 5);
    bits.add(0b1_0000_0001, 9);
    expect([...bits.result()]).toEqual([0b1010_1111, 0b1000_0000, 0b1000_0000]);
  });

  test('are read as they were written, at any offset, beyond the first buffer', () => {
    for (let offset = 0; offset < 8; offset++) {
      const bits = new BitWriter();
      bits.add(0, offset);
      for (let round = 0; round < 12; round++) for (const value of SAMPLES) bits.add(value, 53);
      const back = new BitReader(bits.result());
      expect(back.take(offset)).toBe(0);
      for (let round = 0; round < 12; round++) for (const value of SAMPLES) expect(back.take(53)).toBe(value);
      expect(back.atEnd()).toBe(true);
    }
  });

  test('fill every byte, one bit at a time', () => {
    const bits = new BitWriter();
    for (let i = 0; i < 5_000; i++) bits.add(1, 1);
    expect(bits.result().every((byte) => byte === 0xff)).toBe(true);
    expect(bits.result()).toHaveLength(625);
  });

  test('end at the last whole byte', () => {
    const two = () => new BitReader(Uint8Array.of(0xff, 0xfe));
    const back = two();
    expect([back.atEnd(), back.take(8), back.atEnd()]).toEqual([false, 0xff, false]);
    expect([back.take(1), back.atEnd(), back.take(7), back.atEnd()]).toEqual([1, true, 0x7e, true]);
    expect(() => back.take(1)).toThrow('bits end early');
    expect(two().take(16)).toBe(0xfffe);
    expect(() => two().take(17)).toThrow('bits end early');
  });
});

describe('halves', () => {
  test.each<[number, number[], number[]]>([
    [0, [0], []],
    [1, [1], []],
    [2, [2], [0]],
    [3, [2], [0b1000_0000]],
    [5, [3], [0b0100_0000]],
    [300, [9], [0b0010_1100]],
  ])('%d is its length and the bits after the leading one', (value, lengths, rest) => {
    const bits = new BitWriter();
    expect(written((out) => writeHalves(value, out, bits))).toEqual(lengths);
    expect([...bits.result()]).toEqual(rest);
    expect(readHalves(reader(...lengths), new BitReader(Uint8Array.from(rest)))).toBe(value);
  });

  test('numbers of up to 53 bits are exact, and longer ones are rejected', () => {
    for (const value of SAMPLES) {
      const bits = new BitWriter();
      const lengths = written((out) => writeHalves(value, out, bits));
      expect(readHalves(reader(...lengths), new BitReader(bits.result()))).toBe(value);
    }
    expect(() => readHalves(reader(54), new BitReader(new Uint8Array(9)))).toThrow('number too long');
    expect(readHalves(reader(53), new BitReader(new Uint8Array(7)))).toBe(2 ** 52);
  });
});
