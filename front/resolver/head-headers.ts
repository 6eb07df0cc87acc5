/** Converts the service's description of an object to S3's headers. */
import type { ObjectStat } from '../../contract/client.ts';

export type HeadHeaders = Record<string, string>;

/** Values of printable ASCII are sent unchanged. S3 encodes other text in its own way. */
const PLAIN = /^[\x20-\x7e]*$/;
const STANDARD = 'STANDARD';

/** An object with the fields that every object in S3 has. Other servers may omit them. */
export type Described = Omit<ObjectStat, 'type' | 'lastModified' | 'etag'> & {
  lastModified: string;
  etag: string;
};

export function isDescribed(object: Omit<ObjectStat, 'type'>): object is Described {
  return object.lastModified !== undefined && object.etag !== undefined;
}

export function headersOf(object: Described, withChecksums: boolean): HeadHeaders {
  const headers: HeadHeaders = {
    'accept-ranges': 'bytes',
    'content-length': String(object.size),
    etag: object.etag,
    'last-modified': new Date(object.lastModified).toUTCString(),
  };
  const add = (name: string, value: string | undefined) => {
    if (value !== undefined) headers[name] = value;
  };
  // S3 sends no header for the standard class.
  if (object.storageClass !== STANDARD) add('x-amz-storage-class', object.storageClass);
  add('content-type', object.contentType);
  add('content-encoding', object.contentEncoding);
  add('content-disposition', object.contentDisposition);
  add('content-language', object.contentLanguage);
  add('cache-control', object.cacheControl);
  add('expires', object.expires);
  add('x-amz-version-id', object.versionId);
  add('x-amz-restore', object.restore);
  Object.assign(headers, object.otherHeaders);
  for (const [name, value] of Object.entries(object.metadata ?? {})) add(`x-amz-meta-${name}`, value);
  if (withChecksums) {
    add('x-amz-checksum-type', object.checksumType);
    for (const [algorithm, value] of Object.entries(object.checksums ?? {})) {
      add(`x-amz-checksum-${algorithm.toLowerCase()}`, value);
    }
  }
  return headers;
}

/** The name of a header whose value cannot be written as S3 would write it. */
export function unwritable(headers: HeadHeaders): string | undefined {
  return Object.keys(headers).find((name) => !PLAIN.test(headers[name]!));
}

const OBJECT_LOCK = 'x-amz-object-lock-';
const REPLICATION = 'x-amz-replication-status';
const REPLICATED = new Set(['COMPLETED', 'REPLICA']);

/**
 * The name of a header that may change without an event: a lock that is set or removed, or a replication in progress.
 */
export function changesUnseen(headers: HeadHeaders): string | undefined {
  const replication = headers[REPLICATION];
  if (replication !== undefined && !REPLICATED.has(replication)) return REPLICATION;
  return Object.keys(headers).find((name) => name.startsWith(OBJECT_LOCK));
}
