/**
 * Times as a column, in one of two forms. The form that is estimated to be shorter is used:
 *
 *     steps   the difference of each time to the previous one: for names that ascend with time (logs, dates)
 *     set     the distinct times in order, then the index of each: for files that were copied or unpacked together
 */
import { type BitReader, type BitWriter, bitLength, readHalves, writeHalves } from './bits.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';

const STEPS = 0;
const SET = 1;
/** Estimated size of a bit length after compression, in bits. */
const LENGTH_BITS = 2;

/** Writes whole numbers of either sign. Writes nothing if there are none. */
export function writeTimes(times: readonly number[], column: ByteWriter, bits: BitWriter): void {
  if (times.length === 0) return;
  const distinct = [...new Set(times)].sort((a, b) => a - b);
  if (costOfSteps(times) <= costOfSteps(distinct) + costOfChoices(times)) {
    column.byte(STEPS);
    writeSteps(times, column, bits);
    return;
  }
  column.byte(SET);
  column.varint(distinct.length);
  writeSteps(distinct, column, bits);
  if (distinct.length === 1) return;
  const places = new Map(distinct.map((time, i) => [time, i]));
  for (const time of times) column.varint(places.get(time)!);
}

/** @throws RangeError when the bytes do not have the format of writeTimes. */
export function readTimes(count: number, column: ByteReader, bits: BitReader): number[] {
  if (count === 0) return [];
  const way = column.byte();
  if (way === STEPS) return readSteps(count, column, bits);
  if (way !== SET) throw new RangeError('unknown encoding of times');
  const size = column.varint();
  if (size > count) throw new RangeError('more distinct times than times');
  const distinct = readSteps(size, column, bits);
  return Array.from({ length: count }, () => {
    const time = distinct[size === 1 ? 0 : column.varint()];
    if (time === undefined) throw new RangeError('no such time');
    return time;
  });
}

function zigzag(step: number): number {
  return step < 0 ? -step * 2 - 1 : step * 2;
}

function writeSteps(times: readonly number[], column: ByteWriter, bits: BitWriter): void {
  let previous = 0;
  for (const time of times) {
    writeHalves(zigzag(time - previous), column, bits);
    previous = time;
  }
}

function readSteps(count: number, column: ByteReader, bits: BitReader): number[] {
  let time = 0;
  return Array.from({ length: count }, () => {
    const value = readHalves(column, bits);
    time += value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    return time;
  });
}

function costOfSteps(times: readonly number[]): number {
  let cost = 0;
  let previous = times[0]!;
  for (const time of times) {
    cost += LENGTH_BITS + bitLength(zigzag(time - previous));
    previous = time;
  }
  return cost;
}

/** Estimated number of bits of the indexes into the distinct times: their entropy. */
function costOfChoices(times: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const time of times) counts.set(time, (counts.get(time) ?? 0) + 1);
  let cost = 0;
  for (const count of counts.values()) cost += count * Math.log2(times.length / count);
  return cost;
}
