/**
 * Names as a column: first, for each name, the number of bytes that it shares with the previous name; then the rest
 * of each name, terminated by a zero byte. Measured, terminators take 0.7 bytes an entry less than lengths: a
 * terminator compresses together with the extension before it, and a length does not.
 */
import type { ByteReader, ByteWriter } from './bytes.ts';

const END = 0;
/** Written before a byte that equals END or ESCAPE. That byte is increased by one. */
const ESCAPE = 1;

export function writeNames(names: readonly string[], column: ByteWriter): void {
  let previous = Buffer.alloc(0);
  const suffixes = names.map((name) => {
    const bytes = Buffer.from(name, 'utf8');
    const shared = sharedLength(previous, bytes);
    column.varint(shared);
    previous = bytes;
    return bytes.subarray(shared);
  });
  for (const suffix of suffixes) {
    column.bytes(suffix.includes(END) || suffix.includes(ESCAPE) ? escaped(suffix) : suffix);
    column.byte(END);
  }
}

function escaped(suffix: Buffer): Buffer {
  return Buffer.from([...suffix].flatMap((byte) => (byte <= ESCAPE ? [ESCAPE, byte + 1] : [byte])));
}

/** @throws RangeError when the bytes do not have the format of writeNames. */
export function readNames(count: number, maxBytes: number, column: ByteReader): string[] {
  const shared = Array.from({ length: count }, () => column.varint());
  const name = Buffer.alloc(maxBytes);
  let length = 0;
  return shared.map((common) => {
    if (common > length) throw new RangeError('shared part longer than the name before');
    length = common;
    for (let byte = column.byte(); byte !== END; byte = column.byte()) {
      if (length === maxBytes) throw new RangeError('name too long');
      name[length++] = byte === ESCAPE ? column.byte() - 1 : byte;
    }
    return name.toString('utf8', 0, length);
  });
}

function sharedLength(a: Buffer, b: Buffer): number {
  const most = Math.min(a.length, b.length);
  let i = 0;
  while (i < most && a[i] === b[i]) i++;
  return i;
}
