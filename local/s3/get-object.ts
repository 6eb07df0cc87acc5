/** GetObject and HeadObject. */

import { judgeRead, READ_CONDITIONS } from '../../front/wire/read-conditions.ts';
import type { Reply } from '../../front/wire/reply.ts';
import { header, placeOf, type S3Request } from '../../front/wire/request.ts';
import { invalidArgument, S3Error } from '../../front/wire/s3-error.ts';
import { preconditionFailed } from '../../front/wire/write-conditions.ts';
import { checksumHeader } from './checksum.ts';
import type { Endpoint } from './endpoint.ts';
import { objectReplyHeaders } from './object-headers.ts';
import { parseRange } from './range.ts';
import { readStored } from './read-body.ts';
import { describe } from './stored-object.ts';

const ARCHIVED = new Set(['GLACIER', 'DEEP_ARCHIVE']);
const HEADER_TEXT = /^[\t\x20-\x7e]*$/;

export async function headObject(endpoint: Endpoint, request: S3Request): Promise<Reply> {
  return readObject(endpoint, request, false);
}

export async function getObject(endpoint: Endpoint, request: S3Request): Promise<Reply> {
  return readObject(endpoint, request, true);
}

async function readObject(endpoint: Endpoint, request: S3Request, withBody: boolean): Promise<Reply> {
  const { bucket, key } = placeOf(request);
  refuseVersion(request);
  const object = describe(key, endpoint.storage.object(bucket, key));
  const headers = objectReplyHeaders(object);
  const judgement = judgeRead((name) => header(request, name), object);
  if (judgement === 'failed') throw preconditionFailed(READ_CONDITIONS);
  if (judgement === 'not-modified') {
    return { status: 304, headers: { etag: headers.etag!, 'last-modified': headers['last-modified']! } };
  }
  if (withBody && ARCHIVED.has(object.storageClass)) {
    throw new S3Error('InvalidObjectState', { fields: { StorageClass: object.storageClass } });
  }
  Object.assign(headers, overrides(request));
  const range = parseRange(header(request, 'range'), object.sizeBytes);
  if (range.outcome === 'unsatisfiable') throw invalidRange(request, object.sizeBytes);
  const [first, last] = range.outcome === 'part' ? [range.first, range.last] : [0, object.sizeBytes - 1];
  headers['content-length'] = String(last + 1 - first);
  if (range.outcome === 'part') headers['content-range'] = `bytes ${first}-${last}/${object.sizeBytes}`;
  // Not sent for a part of the object: the checksum covers the whole object, and clients compare it with the received
  // bytes.
  else if (header(request, 'x-amz-checksum-mode')?.toUpperCase() === 'ENABLED') {
    Object.assign(headers, checksumHeader(object.checksum));
  }
  const status = range.outcome === 'part' ? 206 : 200;
  return withBody
    ? { status, headers, body: await readStored(object.body, first, last) }
    : { status, headers };
}

/** There is no versioning, so only the version `null` exists. */
export function refuseVersion(request: S3Request): void {
  const versionId = request.query.get('versionId');
  if (versionId === undefined || versionId === 'null') return;
  throw invalidArgument('versionId', versionId, 'Invalid version id specified');
}

/** Headers from `response-content-type=...` and similar parameters, which presigned links contain. */
function overrides(request: S3Request): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of [
    'content-type',
    'content-encoding',
    'content-disposition',
    'content-language',
    'cache-control',
    'expires',
  ]) {
    const value = request.query.get(`response-${name}`);
    if (value === undefined) continue;
    if (!HEADER_TEXT.test(value))
      throw invalidArgument(
        `response-${name}`,
        value,
        'Header value cannot be represented using ISO-8859-1.',
      );
    headers[name] = value;
  }
  return headers;
}

function invalidRange(request: S3Request, sizeBytes: number): S3Error {
  return new S3Error('InvalidRange', {
    fields: { RangeRequested: header(request, 'range') ?? '', ActualObjectSize: String(sizeBytes) },
    headers: { 'content-range': `bytes */${sizeBytes}` },
  });
}
