/**
 * The sealed body of a chunk: first the part that does not compress, unchanged; then the other columns, compressed.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { CHUNK_MAX_ENTRIES, type Chunk } from '../model/chunk.ts';
import type { Entry } from '../model/entry.ts';
import { endsAfter, isAfter, isWithin } from '../model/range.ts';
import type { Scope } from '../model/scope.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { fromColumns, toColumns } from './columns.ts';
import { COMMON_NAMES } from './common-names.ts';
import { type ChunkHeader, openBody, sealBody, sealOf } from './seal.ts';

export type { ChunkHeader } from './seal.ts';
export const chunkSeal = sealOf;

/**
 * Enough for the columns of CHUNK_MAX_ENTRIES names of 1,024 bytes in which every byte is escaped. This service
 * writes no larger body.
 */
const MAX_COLUMN_BYTES = 1024 * 1024;
/**
 * Brotli 11 is 10 % smaller but takes 20 times as long. Brotli 9 and zstd 19 are not smaller for such short columns.
 */
const COMPRESSION = { level: 9, dictionary: COMMON_NAMES };

/** Encodes and seals the entries. They must be ascending, at most CHUNK_MAX_ENTRIES, and in the header's range. */
export function encodeChunkBody(scope: Scope, header: ChunkHeader, entries: readonly Entry[]): Uint8Array {
  const { packed, plain } = toColumns(entries);
  const content = new ByteWriter();
  content.varint(plain.length);
  content.bytes(plain);
  content.bytes(deflateRawSync(packed, COMPRESSION));
  return sealBody(scope, header, content.result());
}

/**
 * Returns the entries; `undefined` when the body is damaged, or belongs to another chunk or version. Never throws.
 */
export function decodeChunkBody(scope: Scope, chunk: Chunk): Entry[] | undefined {
  const content = openBody(scope, chunk);
  if (content === undefined) return undefined;
  try {
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

function inRange(entries: readonly Entry[], { after, through }: Chunk): boolean {
  let previous = after;
  for (const { name } of entries) {
    if (!isAfter(name, previous) || !isWithin(name, through)) return false;
    previous = name;
  }
  return endsAfter(through, after);
}
