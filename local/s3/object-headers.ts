/** Headers that are stored with an object. Reads them from a request and writes them to an answer. */

import { header, type S3Request } from '../../front/wire/request.ts';
import { S3Error } from '../../front/wire/s3-error.ts';
import { MAX_METADATA_BYTES } from './limits.ts';
import type { ObjectHeaders, WrittenObject } from './stored-object.ts';

const CONTENT_HEADERS = [
  'content-type',
  'content-encoding',
  'content-disposition',
  'content-language',
  'cache-control',
  'expires',
];
const METADATA = 'x-amz-meta-';
const DEFAULT_CONTENT_TYPE = 'binary/octet-stream';
const STORAGE_CLASSES = new Set([
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER',
  'GLACIER_IR',
  'DEEP_ARCHIVE',
]);
/**
 * Headers that ask for something that this endpoint cannot do. They are refused, because ignoring them would be
 * misleading.
 */
const REFUSED =
  /^x-amz-(?:tagging|website-redirect-location|object-lock-.*|write-offset-bytes|server-side-encryption-.*)$/;

/** The headers that describe the object, of a PUT, of a copy with REPLACE, or of a CreateMultipartUpload. */
export function readObjectHeaders(request: S3Request): ObjectHeaders {
  const content: Record<string, string> = { 'content-type': DEFAULT_CONTENT_TYPE };
  for (const name of CONTENT_HEADERS) {
    const value = header(request, name);
    if (value !== undefined && value !== '') content[name] = value;
  }
  // `aws-chunked` describes how the request was sent, not how the object is encoded.
  const encodings = (content['content-encoding'] ?? '').split(',').map((encoding) => encoding.trim());
  const kept = encodings.filter((encoding) => encoding !== '' && encoding !== 'aws-chunked').join(',');
  if (kept === '') delete content['content-encoding'];
  else content['content-encoding'] = kept;
  return { content, metadata: readMetadata(request), storageClass: readStorageClass(request) };
}

/** User metadata by lower-case name. */
function readMetadata(request: S3Request): Record<string, string> {
  const metadata: Record<string, string> = {};
  let bytes = 0;
  for (const name of Object.keys(request.headers)) {
    if (!name.startsWith(METADATA)) continue;
    const value = header(request, name) ?? '';
    metadata[name.slice(METADATA.length)] = value;
    bytes += name.length - METADATA.length + value.length;
  }
  if (bytes > MAX_METADATA_BYTES) {
    throw new S3Error('MetadataTooLarge', {
      fields: { Size: String(bytes), MaxSizeAllowed: String(MAX_METADATA_BYTES) },
    });
  }
  return metadata;
}

export function readStorageClass(request: S3Request): string {
  const storageClass = header(request, 'x-amz-storage-class') ?? 'STANDARD';
  if (!STORAGE_CLASSES.has(storageClass)) {
    throw new S3Error('InvalidStorageClass', { fields: { StorageClassRequested: storageClass } });
  }
  return storageClass;
}

/** Refuses a write that requires something that this endpoint does not support. */
export function refuseUnsupported(request: S3Request): void {
  const encryption = header(request, 'x-amz-server-side-encryption');
  const name = Object.keys(request.headers).find((candidate) => REFUSED.test(candidate));
  const refused = name ?? (encryption?.startsWith('aws:') ? 'x-amz-server-side-encryption' : undefined);
  if (refused !== undefined) throw new S3Error('NotImplemented', { fields: { Header: refused } });
}

/** The object's headers in an answer to HEAD or GET. */
export function objectReplyHeaders(object: WrittenObject): Record<string, string> {
  const headers: Record<string, string> = {
    'accept-ranges': 'bytes',
    'content-type': DEFAULT_CONTENT_TYPE,
    ...object.content,
    etag: `"${object.etag}"`,
    'last-modified': new Date(object.lastModifiedMs).toUTCString(),
  };
  for (const [name, value] of Object.entries(object.metadata)) headers[METADATA + name] = value;
  // S3 omits the header for the standard class.
  if (object.storageClass !== 'STANDARD') headers['x-amz-storage-class'] = object.storageClass;
  return headers;
}
