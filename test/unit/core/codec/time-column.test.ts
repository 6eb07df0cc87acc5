import { describe, expect, test } from '@jest/globals';
import { BitReader, BitWriter } from '../../../../lambdas/core/codec/bits.ts';
import { ByteReader, ByteWriter } from '../../../../lambdas/core/codec/bytes.ts';
import { readTimes, writeTimes } from '../../../../lambdas/core/codec/time-column.ts';

const STEPS = 0;
const SET = 1;
const columns = (times: readonly number[]) => {
  const column = new ByteWriter();
  const bits = new BitWriter();
  writeTimes(times, column, bits);
  return { column: column.result(), bits: bits.result() };
};
const read = (count: number, column: Uint8Array, bits: Uint8Array = new Uint8Array(64)) =>
  readTimes(count, new ByteReader(column), new BitReader(bits));

describe('a column of times', () => {
  test.each<[string, number[]]>([
    ['one time', [7]],
    ['the epoch', [0]],
    ['times before the epoch', [-1, -5, -100, 3]],
    ['one time often', Array(9).fill(900_000)],
    ['few distinct times', [900_000, 5, 900_000, 5, 5, 900_000]],
    ['the greatest times', [2 ** 51, 0, 2 ** 51, -(2 ** 51)]],
  ])('is read as it was written: %s', (_, times) => {
    const { column, bits } = columns(times);
    expect(read(times.length, column, bits).map((time) => time + 0)).toEqual(times);
  });

  test('is empty for no times', () => {
    expect(columns([]).column).toHaveLength(0);
    expect(read(0, new Uint8Array(0))).toEqual([]);
  });

  test('has steps for times that ascend: the first time, then the differences', () => {
    // The first time and the differences are doubled to make room for a sign: 16, 2 and 4 have 5, 2 and 3 bits.
    const { column, bits } = columns([8, 9, 11]);
    expect([...column]).toEqual([STEPS, 5, 2, 3]);
    expect([...bits]).toEqual([0b0000_0000]);
    expect([...columns([2, 1]).column]).toEqual([STEPS, 3, 1]);
  });

  test('has the distinct times and their indexes where times repeat far apart', () => {
    const times = [1_000_000, 3, 1_000_000, 3, 1_000_000, 3, 1_000_000, 3];
    expect([...columns(times).column]).toEqual([SET, 2, 3, 21, 1, 0, 1, 0, 1, 0, 1, 0]);
  });

  test.each([[[7]], [[21_019, 754]], [[8, 373, 373]], [[4_155, 4_155, 1_452]], [[511, 511, 9]]])(
    'has steps where these are as short or shorter: %p',
    (times) => {
      expect(columns(times).column[0]).toBe(STEPS);
    },
  );

  test('has one time only once', () => {
    expect([...columns(Array(9).fill(1_000_000)).column]).toEqual([SET, 1, 21]);
  });

  test('is rejected with an unknown encoding, too many distinct times, or an index of none', () => {
    expect(() => read(1, Uint8Array.of(2, 0))).toThrow('unknown encoding of times');
    expect(read(2, Uint8Array.of(SET, 2, 0, 1, 1, 0)).map((time) => time + 0)).toEqual([-1, 0]);
    expect(() => read(1, Uint8Array.of(SET, 2, 0, 1, 1, 0))).toThrow('more distinct times than times');
    expect(() => read(2, Uint8Array.of(SET, 2, 0, 1, 2, 0))).toThrow('no such time');
    expect(() => read(1, Uint8Array.of(SET, 0, 0))).toThrow('no such time');
  });
});
