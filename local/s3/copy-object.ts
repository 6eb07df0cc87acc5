/** CopyObject. */
import { hash } from 'node:crypto';
import { type Reply, xmlReply } from '../../front/wire/reply.ts';
import { header, placeOf, type S3Request } from '../../front/wire/request.ts';
import { invalidArgument, S3Error } from '../../front/wire/s3-error.ts';
import { text, xmlDocument, xmlTime } from '../../front/wire/xml.ts';
import { type CopySource, findCopySource } from './copy-source.ts';
import type { Endpoint } from './endpoint.ts';
import { readObjectHeaders, readStorageClass, refuseUnsupported } from './object-headers.ts';
import { storeObject } from './put-object.ts';
import { readStoredBytes } from './read-body.ts';
import type { ObjectHeaders, WrittenObject } from './stored-object.ts';

export async function copyObject(endpoint: Endpoint, request: S3Request): Promise<Reply> {
  const { bucket, key } = placeOf(request);
  refuseUnsupported(request);
  endpoint.storage.bucket(bucket);
  const source = findCopySource(endpoint, request);
  const headers = copiedHeaders(request, source);
  const object: WrittenObject = {
    ...source.object,
    ...headers,
    etag: await copiedEtag(source.object),
    lastModifiedMs: endpoint.clock(),
  };
  storeObject(endpoint, request, object);
  await endpoint.emit({ bucket, key, eventName: 'ObjectCreated:Copy', created: object });
  return xmlReply(
    xmlDocument('CopyObjectResult', [
      text('LastModified', xmlTime(object.lastModifiedMs)),
      text('ETag', `"${object.etag}"`),
    ]),
  );
}

/**
 * Takes the metadata from the source, unless the request replaces it. The storage class is always that of the
 * request.
 */
function copiedHeaders(request: S3Request, source: CopySource): ObjectHeaders {
  const directive = header(request, 'x-amz-metadata-directive') ?? 'COPY';
  const { bucket, key } = placeOf(request);
  if (directive === 'REPLACE') return readObjectHeaders(request);
  if (directive !== 'COPY')
    throw invalidArgument('x-amz-metadata-directive', directive, 'Unknown metadata directive.');
  const { content, metadata } = source.object;
  if (
    source.bucket === bucket &&
    source.key === key &&
    header(request, 'x-amz-storage-class') === undefined
  ) {
    throw new S3Error('InvalidRequest', {
      message:
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    });
  }
  return { content, metadata, storageClass: readStorageClass(request) };
}

/** A copy has only one part. So its ETag is an MD5, even if the source was a multipart upload (`-N`). */
async function copiedEtag(object: WrittenObject): Promise<string> {
  if (!object.etag.includes('-')) return object.etag;
  return hash('md5', await readStoredBytes(object.body, 0, object.sizeBytes - 1), 'hex');
}
