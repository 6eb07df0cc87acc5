/** CreateMultipartUpload, UploadPart, UploadPartCopy and AbortMultipartUpload. */
import { hash } from 'node:crypto';
import { type Reply, xmlReply } from '../../front/wire/reply.ts';
import { header, placeOf, type S3Request } from '../../front/wire/request.ts';
import { invalidArgument, S3Error } from '../../front/wire/s3-error.ts';
import { text, xmlDocument, xmlTime } from '../../front/wire/xml.ts';
import { checksumHeader } from './checksum.ts';
import { findCopySource } from './copy-source.ts';
import type { Endpoint } from './endpoint.ts';
import { MAX_OBJECT_BYTES, MAX_PART_NUMBER } from './limits.ts';
import { readObjectHeaders, refuseUnsupported } from './object-headers.ts';
import { readStoredBytes } from './read-body.ts';
import { readUploadBody } from './upload-body.ts';
import type { Upload } from './uploads.ts';

const COPY_RANGE = /^bytes=(\d{1,15})-(\d{1,15})$/;

export async function createUpload(endpoint: Endpoint, request: S3Request): Promise<Reply> {
  const { bucket, key } = placeOf(request);
  refuseUnsupported(request);
  endpoint.storage.bucket(bucket);
  const upload = endpoint.uploads.create(bucket, key, readObjectHeaders(request), endpoint.clock());
  return xmlReply(
    xmlDocument('InitiateMultipartUploadResult', [
      text('Bucket', bucket),
      text('Key', key),
      text('UploadId', upload.id),
    ]),
  );
}

export async function uploadPart(endpoint: Endpoint, request: S3Request): Promise<Reply> {
  if (header(request, 'x-amz-copy-source') !== undefined) return uploadPartCopy(endpoint, request);
  const number = partNumber(request);
  findUpload(endpoint, request);
  const { bytes, md5, checksum } = await readUploadBody(request);
  // The upload is looked up again, because it may have been completed or aborted while the body was read.
  endpoint.uploads.addPart(findUpload(endpoint, request), {
    number,
    bytes,
    etag: md5,
    lastModifiedMs: endpoint.clock(),
    checksum,
  });
  return { status: 200, headers: { etag: `"${md5}"`, ...checksumHeader(checksum) } };
}

async function uploadPartCopy(endpoint: Endpoint, request: S3Request): Promise<Reply> {
  const number = partNumber(request);
  findUpload(endpoint, request);
  const { object } = findCopySource(endpoint, request);
  const [first, last] = copyRange(request, object.sizeBytes);
  if (last + 1 - first > MAX_OBJECT_BYTES) throw new S3Error('EntityTooLarge');
  const bytes = await readStoredBytes(object.body, first, last);
  const etag = hash('md5', bytes, 'hex');
  const lastModifiedMs = endpoint.clock();
  endpoint.uploads.addPart(findUpload(endpoint, request), { number, bytes, etag, lastModifiedMs });
  return xmlReply(
    xmlDocument('CopyPartResult', [text('LastModified', xmlTime(lastModifiedMs)), text('ETag', `"${etag}"`)]),
  );
}

export async function abortUpload(endpoint: Endpoint, request: S3Request): Promise<Reply> {
  endpoint.uploads.remove(findUpload(endpoint, request).id);
  return { status: 204 };
}

/** Finds the upload by its bucket, key and `uploadId`. */
export function findUpload(endpoint: Endpoint, request: S3Request): Upload {
  const place = placeOf(request);
  endpoint.storage.bucket(place.bucket);
  return endpoint.uploads.find(place, request.query.get('uploadId') ?? '');
}

function partNumber(request: S3Request): number {
  const value = request.query.get('partNumber') ?? '';
  const number = /^\d{1,5}$/.test(value) ? Number(value) : 0;
  if (number >= 1 && number <= MAX_PART_NUMBER) return number;
  const message = `Part number must be an integer between 1 and ${MAX_PART_NUMBER}, inclusive`;
  throw invalidArgument('partNumber', value, message);
}

/** First and last byte of the source. S3 requires both, and both must be inside the object. */
function copyRange(request: S3Request, sizeBytes: number): [first: number, last: number] {
  const range = header(request, 'x-amz-copy-source-range');
  if (range === undefined) return [0, sizeBytes - 1];
  const [, from, to] = COPY_RANGE.exec(range) ?? [];
  const [first, last] = [Number(from), Number(to)];
  if (from !== undefined && first <= last && last < sizeBytes) return [first, last];
  const message = `Range specified is not valid for source object of size: ${sizeBytes}`;
  throw invalidArgument('x-amz-copy-source-range', range, message);
}
