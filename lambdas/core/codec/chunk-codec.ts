/**
 * A chunk's body: version, checksum, what does not compress as it is, the other columns compressed. The checksum also covers what the
 * chunk claims (directory, range, times, epoch), so a body that was cut, mixed up or written by another version is
 * recognised and treated as absent: a chunk is trusted whole or not at all.
 */
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import { CHUNK_MAX_ENTRIES, type Chunk } from '../model/chunk.ts';
import type { Entry } from '../model/entry.ts';
import type { Directory } from '../model/names.ts';
import { compareNames } from '../model/order.ts';
import { isAfter, isWithin } from '../model/position.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { fromColumns, toColumns } from './columns.ts';
import { COMMON_NAMES } from './common-names.ts';

const VERSION = 2;
/** Before the content: the version and the checksum. */
const SEAL_BYTES = 5;
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
  const body = Buffer.alloc(SEAL_BYTES + content.length);
  body[0] = VERSION;
  body.writeUInt32BE(crc32(content.result(), crc32(claims(directory, header))), 1);
  content.result().copy(body, SEAL_BYTES);
  return body;
}

/** The entries, or undefined when the body is not whole, not of this chunk, or not of this version. Never throws. */
export function decodeChunkBody(directory: Directory, chunk: Chunk): Entry[] | undefined {
  if (chunkSeal(directory, chunk) === undefined) return undefined;
  try {
    const reader = new ByteReader(bodyOf(chunk).subarray(SEAL_BYTES));
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

/**
 * The checksum over what the chunk claims and lists, as short text; undefined when it does not hold. Revalidated at each time a chunk is
 * read (some 3 µs), also by who remembers its entries: only the item read now says for which range and until when they stand.
 */
export function chunkSeal(directory: Directory, chunk: Chunk): string | undefined {
  const body = bodyOf(chunk);
  if (body.length < SEAL_BYTES || body[0] !== VERSION) return undefined;
  const seal = crc32(body.subarray(SEAL_BYTES), crc32(claims(directory, chunk)));
  return seal === body.readUInt32BE(1) ? seal.toString(36) : undefined;
}

function bodyOf({ body }: Chunk): Buffer {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
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
