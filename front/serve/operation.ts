/** What a request does: a read that the index may answer, a write that the index must learn of, or neither. */
import type { ReadOperation } from '../resolver/parts.ts';
import { decodePercent } from '../wire/percent.ts';
import { header, type S3Request } from '../wire/request.ts';

export type Operation =
  | { kind: 'read'; operation: ReadOperation; bucket: string; key?: string }
  /** `keys`: what it writes if S3 accepts it. */
  | { kind: 'write'; bucket: string; keys: readonly string[] | 'all' }
  /** DeleteObjects: the keys are in its body. */
  | { kind: 'delete-many'; bucket: string }
  | { kind: 'other' };

const OTHER: Operation = { kind: 'other' };

/** Sub-resources of an object. Writing them changes nothing that a LIST or HEAD shows. */
const BESIDE_THE_OBJECT = ['acl', 'uploads', 'select', 'torrent', 'annotation'];
/** The parameters of a listing. Any other parameter of a GET on a bucket makes it another operation. */
const OF_A_LISTING = new Set([
  ...['list-type', 'prefix', 'delimiter', 'max-keys', 'encoding-type', 'marker', 'start-after'],
  ...['continuation-token', 'fetch-owner', 'x-id', 'allow-unordered'],
]);

export function operationOf(request: S3Request): Operation {
  const { method, bucket, key } = request;
  if (bucket === undefined) return OTHER;
  if (key === undefined) return ofBucket(request, bucket);
  if (method === 'HEAD') return { kind: 'read', operation: 'HeadObject', bucket, key };
  return method === 'GET' ? OTHER : ofObject(request, bucket, key);
}

function ofBucket({ method, query }: S3Request, bucket: string): Operation {
  switch (method) {
    case 'HEAD':
      return { kind: 'read', operation: 'HeadBucket', bucket };
    case 'GET': {
      if ([...query.keys()].some((name) => !OF_A_LISTING.has(name))) return OTHER;
      return { kind: 'read', operation: query.has('list-type') ? 'ListObjectsV2' : 'ListObjects', bucket };
    }
    case 'POST':
      // A POST without `delete` is a browser's form, which has the key somewhere in its body.
      return query.has('delete') ? { kind: 'delete-many', bucket } : { kind: 'write', bucket, keys: 'all' };
    default:
      // Creates or deletes the bucket. Changes of its settings affect no listing.
      return [...query.keys()].every((name) => name === 'x-id')
        ? { kind: 'write', bucket, keys: 'all' }
        : OTHER;
  }
}

function ofObject(request: S3Request, bucket: string, key: string): Operation {
  const { method, query } = request;
  if (BESIDE_THE_OBJECT.some((name) => query.has(name))) return OTHER;
  // Only the completion of a multipart upload is visible.
  if (query.has('uploadId') && method !== 'POST') return OTHER;
  const source = header(request, 'x-amz-rename-source');
  const renamed = source === undefined ? undefined : decodePercent(source, 'path');
  const from = renamed?.replace(/^\//, '').replace(`${bucket}/`, '');
  return { kind: 'write', bucket, keys: from === undefined ? [key] : [key, from] };
}
