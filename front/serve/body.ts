/** How a request's body goes on to S3: as it came, or without the signatures that a client put between its chunks. */
import type { Readable, Transform } from 'node:stream';
import { header, type S3Request } from '../wire/request.ts';
import { S3Error } from '../wire/s3-error.ts';
import { decodeStream, reencodedLength, reencodeStream, type TrailerLengths } from './aws-chunked-stream.ts';

export const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';
const UNSIGNED_TRAILER = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
const SHA256_HEX = /^[0-9a-f]{64}$/;

export interface OutgoingBody {
  /** `x-amz-content-sha256` of the request to S3; undefined: it has none, being signed in its query. */
  contentSha256?: string;
  /** Replaces the request's headers of these names; undefined: left out. */
  headers: Record<string, string | undefined>;
  /** What the body passes through; absent: it goes as it came. */
  through?: () => Transform;
}

/** Base64 characters of a checksum, by what follows `x-amz-checksum-`. */
const CHECKSUM_CHARACTERS: Record<string, number> = {
  crc32: 8,
  crc32c: 8,
  crc64nvme: 12,
  sha1: 28,
  sha256: 44,
};

export function outgoingBody(request: S3Request): OutgoingBody {
  const given = header(request, 'x-amz-content-sha256') ?? UNSIGNED_PAYLOAD;
  // A hash of the body, or no signature in it: S3 gets what the client sent, byte for byte.
  if (SHA256_HEX.test(given) || given === UNSIGNED_TRAILER) return { contentSha256: given, headers: {} };
  if (!given.startsWith('STREAMING-')) return { contentSha256: UNSIGNED_PAYLOAD, headers: {} };
  const contentBytes = decodedLength(request);
  const trailers = trailerLengths(request);
  if (given.endsWith('-TRAILER') && trailers !== undefined) {
    return {
      contentSha256: UNSIGNED_TRAILER,
      headers: { 'content-length': String(reencodedLength(contentBytes, trailers)) },
      through: () => reencodeStream(contentBytes, trailers),
    };
  }
  return {
    contentSha256: UNSIGNED_PAYLOAD,
    headers: {
      'content-length': String(contentBytes),
      'x-amz-decoded-content-length': undefined,
      'x-amz-trailer': undefined,
      'content-encoding': withoutAwsChunked(header(request, 'content-encoding')),
    },
    through: () => decodeStream(contentBytes),
  };
}

/** The body on its way. */
export function bodyStream(message: Readable, body: OutgoingBody): Readable[] {
  return body.through ? [message, body.through()] : [message];
}

/** Without it the length of what goes on is not known. */
function decodedLength(request: S3Request): number {
  const text = header(request, 'x-amz-decoded-content-length') ?? '';
  if (!/^\d{1,15}$/.test(text)) throw new S3Error('MissingContentLength');
  return Number(text);
}

/** Undefined: one of them is of no known length, so the content goes on without its trailers. */
function trailerLengths(request: S3Request): TrailerLengths | undefined {
  const lengths = new Map<string, number>();
  for (const part of (header(request, 'x-amz-trailer') ?? '').split(',')) {
    const name = part.trim().toLowerCase();
    if (name === '') continue;
    const characters = CHECKSUM_CHARACTERS[name.replace('x-amz-checksum-', '')];
    if (characters === undefined) return undefined;
    lengths.set(name, characters);
  }
  return lengths;
}

/** `aws-chunked` names how the request was sent, not how the object is encoded. */
function withoutAwsChunked(encodings = ''): string | undefined {
  const kept = encodings.split(',').map((encoding) => encoding.trim());
  return kept.filter((encoding) => encoding !== '' && encoding !== 'aws-chunked').join(',') || undefined;
}
