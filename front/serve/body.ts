/** How a request's body is sent to S3: unchanged, or without the signatures that the client put between its chunks. */
import type { Readable, Transform } from 'node:stream';
import { header, type S3Request } from '../wire/request.ts';
import { S3Error } from '../wire/s3-error.ts';
import { decodeStream, reencodedLength, reencodeStream, type TrailerLengths } from './aws-chunked-stream.ts';

export const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';
const UNSIGNED_TRAILER = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
const SHA256_HEX = /^[0-9a-f]{64}$/;

export interface OutgoingBody {
  /** `x-amz-content-sha256` of the request to S3; absent when the query is signed. */
  contentSha256?: string;
  /** Replaces the request's headers with these names. `undefined`: the header is removed. */
  headers: Record<string, string | undefined>;
  /** Transforms the body. Absent: the body is sent unchanged. */
  through?: () => Transform;
}

/** The number of base64 characters of each checksum, by the part after `x-amz-checksum-`. */
const CHECKSUM_CHARACTERS: Record<string, number> = {
  crc32: 8,
  crc32c: 8,
  crc64nvme: 12,
  sha1: 28,
  sha256: 44,
};

export function outgoingBody(request: S3Request): OutgoingBody {
  const given = header(request, 'x-amz-content-sha256') ?? UNSIGNED_PAYLOAD;
  // The header is a hash of the body, or the body contains no signature: S3 gets the client's bytes unchanged.
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

/** The streams that the body passes through. */
export function bodyStream(message: Readable, body: OutgoingBody): Readable[] {
  return body.through ? [message, body.through()] : [message];
}

/** Without this header, the length of the new body is not known. */
function decodedLength(request: S3Request): number {
  const text = header(request, 'x-amz-decoded-content-length') ?? '';
  if (!/^\d{1,15}$/.test(text)) throw new S3Error('MissingContentLength');
  return Number(text);
}

/** `undefined` when the length of a trailer is not known. Then the content is sent without its trailers. */
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

/** `aws-chunked` describes how the request was sent, not how the object is encoded. */
function withoutAwsChunked(encodings = ''): string | undefined {
  const kept = encodings.split(',').map((encoding) => encoding.trim());
  return kept.filter((encoding) => encoding !== '' && encoding !== 'aws-chunked').join(',') || undefined;
}
