/** Reads a request's body completely and checks it against the request's headers and trailers. */
import { createHash, hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { decodeAwsChunked } from '../../front/wire/aws-chunked.ts';
import { header, type S3Request } from '../../front/wire/request.ts';
import { S3Error, type S3ErrorCode } from '../../front/wire/s3-error.ts';
import { findChecksum, verifyChecksum } from './checksum.ts';
import { MAX_CHUNKED_BODY_BYTES, MAX_OBJECT_BYTES } from './limits.ts';
import type { ObjectChecksum } from './stored-object.ts';

export interface UploadBody {
  bytes: Buffer;
  /** MD5 of the body in hexadecimal, which is the ETag. */
  md5: string;
  /** The checksum in the request, which has been verified. */
  checksum?: ObjectChecksum;
}

const MD5_BASE64 = /^[A-Za-z0-9+/]{22}==$/;
const SHA256_HEX = /^[0-9a-f]{64}$/;

/** Reads the body of a PUT (object or part). Throws the error of the first check that fails. */
export async function readUploadBody(request: S3Request): Promise<UploadBody> {
  const decodedLength = header(request, 'x-amz-decoded-content-length');
  if (header(request, 'content-length') === undefined && header(request, 'transfer-encoding') === undefined) {
    throw new S3Error('MissingContentLength');
  }
  if (Number(decodedLength) > MAX_OBJECT_BYTES) throw tooLarge('EntityTooLarge', MAX_OBJECT_BYTES);
  if (!isAwsChunked(request)) {
    const bytes = await readBody(request.message, MAX_OBJECT_BYTES, 'EntityTooLarge');
    return verifyBody(request, bytes, new Map());
  }
  const raw = await readBody(request.message, MAX_CHUNKED_BODY_BYTES, 'EntityTooLarge');
  const decoded = decodeAwsChunked(raw);
  if (decoded.outcome === 'malformed') throw new S3Error('IncompleteBody', { message: decoded.reason });
  const { content, trailers } = decoded;
  if (content.length > MAX_OBJECT_BYTES) throw tooLarge('EntityTooLarge', MAX_OBJECT_BYTES);
  if (decodedLength !== undefined && Number(decodedLength) !== content.length)
    throw new S3Error('IncompleteBody');
  for (const name of (header(request, 'x-amz-trailer') ?? '').split(',')) {
    if (name.trim() !== '' && !trailers.has(name.trim().toLowerCase()))
      throw new S3Error('MalformedTrailerError');
  }
  return verifyBody(request, content, trailers);
}

/** Reads the body of a request that contains XML. */
export async function readXmlBody(request: S3Request, limitBytes: number): Promise<Buffer> {
  const raw = await readBody(request.message, limitBytes, 'MalformedXML');
  const { bytes } = await verifyBody(request, raw, new Map());
  return bytes;
}

function isAwsChunked(request: S3Request): boolean {
  return (
    header(request, 'x-amz-content-sha256')?.startsWith('STREAMING-') === true ||
    header(request, 'content-encoding')?.includes('aws-chunked') === true
  );
}

async function verifyBody(
  request: S3Request,
  bytes: Buffer,
  trailers: Map<string, string>,
): Promise<UploadBody> {
  const md5 = hash('md5', bytes, 'hex');
  const contentMd5 = header(request, 'content-md5');
  if (contentMd5 !== undefined) {
    if (!MD5_BASE64.test(contentMd5)) throw new S3Error('InvalidDigest');
    if (Buffer.from(contentMd5, 'base64').toString('hex') !== md5) throw new S3Error('BadDigest');
  }
  const sha256 = header(request, 'x-amz-content-sha256');
  if (
    sha256 !== undefined &&
    SHA256_HEX.test(sha256) &&
    createHash('sha256').update(bytes).digest('hex') !== sha256
  ) {
    throw new S3Error('XAmzContentSHA256Mismatch');
  }
  const headers = Object.keys(request.headers).map((name): [string, string] => [
    name,
    header(request, name) ?? '',
  ]);
  const checksum = findChecksum([...headers, ...trailers]);
  if (checksum === undefined) return { bytes, md5 };
  await verifyChecksum(bytes, checksum);
  return { bytes, md5, checksum };
}

/**
 * Reads at most `limitBytes` of the message. Does not use `for await`, because leaving such a loop early destroys the
 * socket. The client would then see a reset instead of the answer.
 */
function readBody(message: IncomingMessage, limitBytes: number, code: S3ErrorCode): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const refuse = () => {
      message.removeAllListeners('data');
      // The rest of the body is discarded, so that the client reads the answer.
      message.resume();
      reject(tooLarge(code, limitBytes));
    };
    if (Number(message.headers['content-length']) > limitBytes) return refuse();
    message.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > limitBytes) refuse();
      else chunks.push(chunk);
    });
    message.on('end', () => resolve(Buffer.concat(chunks, length)));
    message.on('error', reject);
    message.on('close', () => reject(new S3Error('IncompleteBody')));
  });
}

function tooLarge(code: S3ErrorCode, limitBytes: number): S3Error {
  return new S3Error(code, { fields: { MaxSizeAllowed: String(limitBytes) } });
}
