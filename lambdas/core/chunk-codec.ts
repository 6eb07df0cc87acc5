/**
 * A chunk's body: version, checksum, what does not compress as it is, the other columns compressed. The checksum also covers what the
 * chunk claims (directory, range, times, epoch), so a body that was cut, mixed up or written by another version is
 * recognised and treated as absent: a chunk is trusted whole or not at all.
 */
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import { ByteReader, ByteWriter } from './bytes.ts';
import { CHUNK_MAX_ENTRIES, type Chunk } from './chunk.ts';
import { fromColumns, toColumns } from './columns.ts';
import { COMMON_NAMES } from './common-names.ts';
import type { Entry } from './entry.ts';
import type { Directory } from './names.ts';
import { compareNames } from './order.ts';
import { isAfter, isWithin } from './position.ts';

const VERSION = 2;
/** CHUNK_MAX_ENTRIES names of 1,024 bytes, every one of them escaped, and their columns; more than this is no body of ours. */
const MAX_COLUMN_BYTES = 1024 * 1024;
/** Brotli 11 is a tenth smaller for twenty times the time; brotli 9 and zstd 19 gain nothing on columns this short. */
const COMPRESSION = { level: 9, dictionary: COMMON_NAMES };

export type ChunkHeader = Omit<Chunk, 'body'>;

function claims(directory: Directory, header: ChunkHeader): string {
  const { after, through, observedAt, endsAt, watchedUntil, epoch, count, sizeBytes, newestMs } = header;
  return JSON.stringify([
    directory.bucket,
    directory.prefix,
    after ?? null,
    through ?? null,
    [observedAt, endsAt, watchedUntil, epoch, count, sizeBytes, newestMs ?? null],
  ]);
}

/** Seals the entries (ascending, at most CHUNK_MAX_ENTRIES, all within the header's range) into a body. */
export function encodeChunkBody(
  directory: Directory,
  header: ChunkHeader,
  entries: readonly Entry[],
): Uint8Array {
  const { packed, plain } = toColumns(entries);
  const content = new ByteWriter();
  content.varint(plain.length);
  content.bytes(plain);
  content.bytes(deflateRawSync(packed, COMPRESSION));
  const body = Buffer.alloc(5 + content.length);
  body[0] = VERSION;
  body.writeUInt32BE(crc32(content.result(), crc32(claims(directory, header))), 1);
  content.result().copy(body, 5);
  return body;
}

/** The entries, or undefined when the body is not whole, not of this chunk, or not of this version. Never throws. */
export function decodeChunkBody(directory: Directory, chunk: Chunk): Entry[] | undefined {
  try {
    const body = Buffer.from(chunk.body.buffer, chunk.body.byteOffset, chunk.body.byteLength);
    if (body.length < 5 || body[0] !== VERSION) return undefined;
    const content = body.subarray(5);
    if (crc32(content, crc32(claims(directory, chunk))) !== body.readUInt32BE(1)) return undefined;
    const reader = new ByteReader(content);
    const plain = reader.bytes(reader.varint());
    const packed = inflateRawSync(reader.rest(), {
      maxOutputLength: MAX_COLUMN_BYTES,
      dictionary: COMMON_NAMES,
    });
    const entries = fromColumns({ packed, plain }, CHUNK_MAX_ENTRIES);
    return entries.length === chunk.count && inRange(entries, chunk) ? entries : undefined;
  } catch {
    return undefined;
  }
}

/** Short text that differs between chunks of different content; the body's own checksum. */
export function chunkFingerprint(chunk: Chunk): string {
  return Buffer.from(chunk.body.subarray(1, 5)).toString('hex') + chunk.body.length.toString(36);
}

function inRange(entries: readonly Entry[], chunk: Chunk): boolean {
  let previous = chunk.after;
  for (const { name } of entries) {
    if (!isAfter(name, previous) || !isWithin(name, chunk.through)) return false;
    previous = name;
  }
  return (
    chunk.after === undefined || chunk.through === undefined || compareNames(chunk.after, chunk.through) < 0
  );
}
