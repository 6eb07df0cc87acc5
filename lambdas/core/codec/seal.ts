/**
 * The seal of a stored body: a version and a checksum before the content. The checksum also covers the other values
 * of the chunk (bucket, prefix, range, times, epoch). So a body that was truncated, exchanged or written by another
 * version is detected. The chunk then counts as absent: it is used completely or not at all.
 */
import { crc32 } from 'node:zlib';
import type { Chunk } from '../model/chunk.ts';
import { END, START } from '../model/range.ts';
import type { Scope } from '../model/scope.ts';

const VERSION = 4;
/** Number of bytes before the content: version and checksum. */
const SEAL_BYTES = 5;

/** Increased when the format of digests changes. Part of the checksum, so that other formats are not read. */
const DIGEST_FORMAT = 2;

export type ChunkHeader = Omit<Chunk, 'body'>;

export function sealBody(scope: Scope, header: ChunkHeader, content: Uint8Array): Uint8Array {
  const body = Buffer.alloc(SEAL_BYTES + content.length);
  body[0] = VERSION;
  body.writeUInt32BE(crc32(content, crc32(claims(scope, header))), 1);
  body.set(content, SEAL_BYTES);
  return body;
}

/** Returns the sealed content; `undefined` when the body is damaged, or belongs to another chunk or version. */
export function openBody(scope: Scope, chunk: Chunk): Buffer | undefined {
  return sealOf(scope, chunk) === undefined ? undefined : bodyOf(chunk).subarray(SEAL_BYTES);
}

/**
 * Returns the checksum over the chunk's values and content, as a short text; `undefined` when it does not match. It
 * is checked each time a chunk is read (about 3 µs), even if its decoded entries are cached: only the item that was
 * just read says for which range and until when they are valid.
 */
export function sealOf(scope: Scope, chunk: Chunk): string | undefined {
  const body = bodyOf(chunk);
  if (body.length < SEAL_BYTES || body[0] !== VERSION) return undefined;
  const seal = crc32(body.subarray(SEAL_BYTES), crc32(claims(scope, chunk)));
  return seal === body.readUInt32BE(1) ? seal.toString(36) : undefined;
}

function claims({ bucket, prefix, kind = 'directory' }: Scope, header: ChunkHeader): string {
  const { after, through, observedAt, endsAt, watchedUntil, epoch } = header;
  const { count, directories, sizeBytes, newestMs } = header;
  return JSON.stringify([
    bucket,
    prefix,
    after === START ? null : after,
    through === END ? null : through,
    [observedAt, endsAt, watchedUntil, epoch, count, directories ?? 0, sizeBytes, newestMs ?? null],
    ...(kind === 'directory' ? [] : [kind]),
    ...(kind === 'digests' ? [DIGEST_FORMAT] : []),
  ]);
}

function bodyOf({ body }: Chunk): Buffer {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}
