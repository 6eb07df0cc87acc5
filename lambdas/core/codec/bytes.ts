/** A growing byte buffer with varints (LEB128), and its reader. The codecs write their columns with it. */

/** Numbers up to 2^53-1 are exact, which is enough for every size and time of S3. */
const MAX_VARINT_BYTES = 8;

export class ByteWriter {
  #buffer = Buffer.allocUnsafe(256);
  #length = 0;

  #reserve(extra: number): void {
    if (this.#length + extra <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + extra));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#length++] = value;
  }

  /** Writes a whole number, 0 to 2^53-1. */
  varint(value: number): void {
    this.#reserve(MAX_VARINT_BYTES);
    let rest = value;
    while (rest >= 0x80) {
      this.#buffer[this.#length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#buffer[this.#length++] = rest;
  }

  /** Writes a whole number of either sign; small ones are short (zigzag). */
  signed(value: number): void {
    this.varint(value < 0 ? -value * 2 - 1 : value * 2);
  }

  bytes(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#buffer.set(value, this.#length);
    this.#length += value.length;
  }

  text(value: string): void {
    const bytes = Buffer.from(value, 'utf8');
    this.varint(bytes.length);
    this.bytes(bytes);
  }

  get length(): number {
    return this.#length;
  }

  result(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }
}

/** @throws RangeError when the bytes end early or a number is out of range. */
export class ByteReader {
  readonly #buffer: Buffer;
  #at = 0;

  constructor(buffer: Uint8Array) {
    this.#buffer = Buffer.from(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  }

  byte(): number {
    if (this.#at >= this.#buffer.length) throw new RangeError('bytes end early');
    return this.#buffer[this.#at++]!;
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < MAX_VARINT_BYTES; i++) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        if (!Number.isSafeInteger(value)) throw new RangeError('number out of range');
        return value;
      }
      scale *= 0x80;
    }
    throw new RangeError('number too long');
  }

  signed(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  bytes(length: number): Buffer {
    if (this.#at + length > this.#buffer.length) throw new RangeError('bytes end early');
    const part = this.#buffer.subarray(this.#at, this.#at + length);
    this.#at += length;
    return part;
  }

  text(): string {
    return this.bytes(this.varint()).toString('utf8');
  }

  /** Everything that has not been read yet. */
  rest(): Buffer {
    return this.bytes(this.#buffer.length - this.#at);
  }

  atEnd(): boolean {
    return this.#at === this.#buffer.length;
  }
}
