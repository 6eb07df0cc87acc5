/**
 * The seal of a stored body: version and checksum before its content. The checksum also covers what the chunk claims (whose it is,
 * range, times, epoch), so a body that was cut, mixed up or written by another version is recognised and treated as absent:
 * a chunk is trusted whole or not at all.
 */
import { crc32 } from 'node:zlib';
import type { Chunk } from '../model/chunk.ts';
import { END, START } from '../model/range.ts';
import type { Scope } from '../model/scope.ts';

const VERSION = 3;
/** Before the content: the version and the checksum. */
const SEAL_BYTES = 5;

export type ChunkHeader = Omit<Chunk, 'body'>;

export function sealBody(scope: Scope, header: ChunkHeader, content: Uint8Array): Uint8Array {
  const body = Buffer.alloc(SEAL_BYTES + content.length);
  body[0] = VERSION;
  body.writeUInt32BE(crc32(content, crc32(claims(scope, header))), 1);
  body.set(content, SEAL_BYTES);
  return body;
}

/** The sealed content, or undefined when the body is not whole, not of this chunk, or not of this version. */
export function openBody(scope: Scope, chunk: Chunk): Buffer | undefined {
  return sealOf(scope, chunk) === undefined ? undefined : bodyOf(chunk).subarray(SEAL_BYTES);
}

/**
 * The checksum over what the chunk claims and lists, as short text; undefined when it does not hold. Checked each time a chunk is
 * read (some 3 µs), also where its entries are remembered: only the item read now says for which range and until when they stand.
 */
export function sealOf(scope: Scope, chunk: Chunk): string | undefined {
  const body = bodyOf(chunk);
  if (body.length < SEAL_BYTES || body[0] !== VERSION) return undefined;
  const seal = crc32(body.subarray(SEAL_BYTES), crc32(claims(scope, chunk)));
  return seal === body.readUInt32BE(1) ? seal.toString(36) : undefined;
}

function claims({ bucket, prefix, kind = 'directory' }: Scope, header: ChunkHeader): string {
  const { after, through, observedAt, endsAt, watchedUntil, epoch, count, sizeBytes, newestMs } = header;
  return JSON.stringify([
    bucket,
    prefix,
    after === START ? null : after,
    through === END ? null : through,
    [observedAt, endsAt, watchedUntil, epoch, count, sizeBytes, newestMs ?? null],
    ...(kind === 'directory' ? [] : [kind]),
  ]);
}

function bodyOf({ body }: Chunk): Buffer {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}
