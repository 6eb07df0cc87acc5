/**
 * Buckets and their objects, in memory. Every method is synchronous, and what it writes is visible when it returns.
 */

import { noSuchKey, S3Error } from '../../front/wire/s3-error.ts';
import { isNewBucketName } from '../../shared/bucket-name.ts';
import { byteLength } from '../../shared/byte-length.ts';
import { compareNames } from '../../shared/byte-order.ts';
import { MAX_KEY_BYTES } from '../../shared/keys.ts';
import { OrderedKeys } from './ordered-keys.ts';
import { NO_HEADERS, type ObjectBody, type StoredObject } from './stored-object.ts';

export interface Bucket {
  name: string;
  createdMs: number;
  objects: OrderedKeys<StoredObject>;
}

/** An object for tests, imports and benchmarks. Without `body`, it reads as zeros. It sends no event. */
export interface PlainObject {
  key: string;
  sizeBytes: number;
  /** Without quotes. */
  etag: string;
  lastModifiedMs: number;
  body?: Buffer;
}

const BLANK: ObjectBody = { kind: 'blank' };

export class Storage {
  readonly #buckets = new Map<string, Bucket>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Returns true if the bucket was created, and false if it existed. Throws if the name is invalid. */
  createBucket(name: string): boolean {
    if (!isNewBucketName(name)) throw new RangeError(`not a bucket name: ${JSON.stringify(name)}`);
    if (this.#buckets.has(name)) return false;
    this.#buckets.set(name, { name, createdMs: this.#clock(), objects: new OrderedKeys() });
    return true;
  }

  /** The caller must have checked that the bucket is empty. */
  deleteBucket(name: string): void {
    this.#buckets.delete(name);
  }

  /** Names in S3's order. */
  bucketNames(): string[] {
    return [...this.#buckets.keys()].sort(compareNames);
  }

  /** Returns the bucket. Throws S3's error if it does not exist. */
  bucket(name: string): Bucket {
    const bucket = this.#buckets.get(name);
    if (bucket) return bucket;
    throw new S3Error(isNewBucketName(name) ? 'NoSuchBucket' : 'InvalidBucketName', {
      fields: { BucketName: name },
    });
  }

  /** Returns the object. Throws NoSuchBucket or NoSuchKey. */
  object(bucket: string, key: string): StoredObject {
    const object = this.bucket(bucket).objects.get(key);
    if (!object) throw noSuchKey(key);
    return object;
  }

  /** Stores an object without an event. @throws {RangeError} for an invalid key. @throws {S3Error} NoSuchBucket. */
  put(bucket: string, object: PlainObject): void {
    const { key, sizeBytes, etag, lastModifiedMs, body } = object;
    if (key === '' || !key.isWellFormed() || byteLength(key) > MAX_KEY_BYTES) {
      throw new RangeError(`not a key: ${JSON.stringify(key)}`);
    }
    this.bucket(bucket).objects.set(key, {
      ...NO_HEADERS,
      sizeBytes,
      lastModifiedMs,
      etag,
      body: body ? { kind: 'memory', bytes: body } : BLANK,
    });
  }
}
