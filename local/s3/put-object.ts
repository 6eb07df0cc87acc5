/** PutObject. */

import type { Reply } from '../../front/wire/reply.ts';
import { placeOf, type S3Request } from '../../front/wire/request.ts';
import { checkWrite } from '../../front/wire/write-conditions.ts';
import { checksumHeader } from './checksum.ts';
import type { Endpoint } from './endpoint.ts';
import { readObjectHeaders, refuseUnsupported } from './object-headers.ts';
import { etagOf, type WrittenObject } from './stored-object.ts';
import { readUploadBody } from './upload-body.ts';

export async function putObject(endpoint: Endpoint, request: S3Request): Promise<Reply> {
  const { bucket, key } = placeOf(request);
  refuseUnsupported(request);
  const headers = readObjectHeaders(request);
  // The bucket is checked before the body is read, so that a client that waits for 100-continue, or sends a large
  // body, gets the error early.
  endpoint.storage.bucket(bucket);
  const { bytes, md5, checksum } = await readUploadBody(request);
  const object: WrittenObject = {
    ...headers,
    sizeBytes: bytes.length,
    lastModifiedMs: endpoint.clock(),
    etag: md5,
    body: { kind: 'memory', bytes },
    checksum,
  };
  storeObject(endpoint, request, object);
  await endpoint.emit({ bucket, key, eventName: 'ObjectCreated:Put', created: object });
  return { status: 200, headers: { etag: `"${object.etag}"`, ...checksumHeader(checksum) } };
}

/**
 * Checks the conditions on the current object and writes the new object in the same step. The object is visible when
 * this returns.
 */
export function storeObject(endpoint: Endpoint, request: S3Request, object: WrittenObject): void {
  const { bucket, key } = placeOf(request);
  const { objects } = endpoint.storage.bucket(bucket);
  const current = objects.get(key);
  checkWrite(request, key, current && etagOf(key, current));
  objects.set(key, object);
}
