/**
 * Numbers as two parts: the bit length, whose values repeat and so compress well, and the bits after the leading one,
 * which do not compress.
 */
import type { ByteReader, ByteWriter } from './bytes.ts';

/** The number of bits of a whole number, 0 to 2^53-1, without leading zeros; 0 for 0. */
export function bitLength(value: number): number {
  if (value < 2 ** 32) return 32 - Math.clz32(value);
  return 64 - Math.clz32(Math.floor(value / 2 ** 32));
}

export class BitWriter {
  #buffer = Buffer.alloc(256);
  #length = 0;

  /** Appends the lowest `count` bits of a whole number below 2^count, highest bit first. */
  add(value: number, count: number): void {
    const needed = (this.#length + count + 7) >>> 3;
    if (needed > this.#buffer.length)
      this.#buffer = Buffer.concat([this.#buffer], Math.max(needed, 2 * this.#buffer.length));
    let rest = value;
    let left = count;
    while (left > 0) {
      const room = 8 - (this.#length & 7);
      const taken = Math.min(room, left);
      const scale = 2 ** (left - taken);
      const part = Math.floor(rest / scale);
      rest -= part * scale;
      this.#buffer[this.#length >>> 3]! |= part << (room - taken);
      this.#length += taken;
      left -= taken;
    }
  }

  /** All bits; the last byte is padded with zeros. */
  result(): Buffer {
    return this.#buffer.subarray(0, (this.#length + 7) >>> 3);
  }
}

/** @throws RangeError when the bits end early. */
export class BitReader {
  readonly #buffer: Uint8Array;
  #at = 0;

  constructor(buffer: Uint8Array) {
    this.#buffer = buffer;
  }

  take(count: number): number {
    if (this.#at + count > this.#buffer.length * 8) throw new RangeError('bits end early');
    let value = 0;
    let left = count;
    while (left > 0) {
      const room = 8 - (this.#at & 7);
      const taken = Math.min(room, left);
      const part = (this.#buffer[this.#at >>> 3]! >>> (room - taken)) & ((1 << taken) - 1);
      value = value * 2 ** taken + part;
      this.#at += taken;
      left -= taken;
    }
    return value;
  }

  /** True when only the padding of the last byte is left. */
  atEnd(): boolean {
    return this.#buffer.length * 8 - this.#at < 8;
  }
}

const MAX_BITS = 53;

/** Writes a whole number, 0 to 2^53-1. */
export function writeHalves(value: number, lengths: ByteWriter, bits: BitWriter): void {
  const length = bitLength(value);
  lengths.byte(length);
  if (length > 1) bits.add(value - 2 ** (length - 1), length - 1);
}

/** @throws RangeError when the bits end early or the number is too long. */
export function readHalves(lengths: ByteReader, bits: BitReader): number {
  const length = lengths.byte();
  if (length <= 1) return length;
  if (length > MAX_BITS) throw new RangeError('number too long');
  return 2 ** (length - 1) + bits.take(length - 1);
}
