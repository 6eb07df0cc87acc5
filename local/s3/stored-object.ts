/** The stored data of an object. An import may add a million objects, so imported objects have a compact form. */
import { hash } from 'node:crypto';
import { join } from 'node:path';
import { contentTypeOf } from './content-type.ts';

/** Where the bytes are. `blank` reads as zeros; it is used for objects of tests and benchmarks. */
export type ObjectBody =
  | { kind: 'memory'; bytes: Buffer }
  | { kind: 'file'; path: string; sizeBytes: number; modifiedMs: number }
  | { kind: 'blank' };

export interface ObjectChecksum {
  /** The algorithm as in the header's name: `crc32`, `crc32c`, `crc64nvme`, `sha1`, `sha256`. */
  algorithm: string;
  /** Base64. */
  value: string;
}

/** Headers that the writer sent about the object, stored unchanged. */
export interface ObjectHeaders {
  /** Content-Type, Content-Encoding, Cache-Control, ... by lower-case name. */
  content: Record<string, string>;
  /** User metadata by lower-case name, without `x-amz-meta-`. */
  metadata: Record<string, string>;
  /** `STANDARD`, or the name of another class. */
  storageClass: string;
}

export interface WrittenObject extends ObjectHeaders {
  sizeBytes: number;
  lastModifiedMs: number;
  /** Without quotes. */
  etag: string;
  body: ObjectBody;
  checksum?: ObjectChecksum;
}

/** The headers of objects that have none. All share this value, because there may be a million of them. */
export const NO_HEADERS: ObjectHeaders = { content: {}, metadata: {}, storageClass: 'STANDARD' };

/** A folder on disk that is served under a prefix. All objects of one import refer to it. */
export interface ImportedTree {
  directory: string;
  prefix: string;
}

export interface ImportedObject {
  tree: ImportedTree;
  sizeBytes: number;
  lastModifiedMs: number;
}

export type StoredObject = WrittenObject | ImportedObject;

/** Converts the object to its full form. `key` is the key under which it is stored. */
export function describe(key: string, object: StoredObject): WrittenObject {
  if (!('tree' in object)) return object;
  const { tree, sizeBytes, lastModifiedMs } = object;
  const contentType = contentTypeOf(key);
  return {
    ...NO_HEADERS,
    content: contentType === undefined ? {} : { 'content-type': contentType },
    sizeBytes,
    lastModifiedMs,
    etag: etagOf(key, object),
    body: {
      kind: 'file',
      path: join(tree.directory, key.slice(tree.prefix.length)),
      sizeBytes,
      modifiedMs: lastModifiedMs,
    },
  };
}

/**
 * The ETag, without quotes. For an imported file, it is derived from its relative path, size and time. So it is the
 * same at every start, and the file need not be read. It is computed on request, which saves 32 characters of memory
 * for each object.
 */
export function etagOf(key: string, object: StoredObject): string {
  if (!('tree' in object)) return object.etag;
  const path = key.slice(object.tree.prefix.length);
  return hash('md5', `${path}\0${object.sizeBytes}\0${object.lastModifiedMs}`, 'hex');
}

export function storageClassOf(object: StoredObject): string {
  return 'tree' in object ? 'STANDARD' : object.storageClass;
}
