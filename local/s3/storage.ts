/** Buckets and their objects, in memory. Every method is synchronous: what it wrote is visible when it returns. */

import { S3Error } from '../../front/wire/s3-error.ts';
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

/** An object for tests and benchmarks: no body is needed (it reads as zeros), no event is sent. */
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

  /** True when it was created, false when it was there. A name S3 would not take is a caller's mistake. */
  createBucket(name: string): boolean {
    if (!isNewBucketName(name)) throw new RangeError(`not a bucket name: ${JSON.stringify(name)}`);
    if (this.#buckets.has(name)) return false;
    this.#buckets.set(name, { name, createdMs: this.#clock(), objects: new OrderedKeys() });
    return true;
  }

  /** The caller has seen that it is empty. */
  deleteBucket(name: string): void {
    this.#buckets.delete(name);
  }

  /** In order of name. */
  bucketNames(): string[] {
    return [...this.#buckets.keys()].sort(compareNames);
  }

  /** The bucket, or the refusal S3 gives when there is none. */
  bucket(name: string): Bucket {
    const bucket = this.#buckets.get(name);
    if (bucket) return bucket;
    throw new S3Error(isNewBucketName(name) ? 'NoSuchBucket' : 'InvalidBucketName', {
      fields: { BucketName: name },
    });
  }

  /** The object, or NoSuchBucket or NoSuchKey. */
  object(bucket: string, key: string): StoredObject {
    const object = this.bucket(bucket).objects.get(key);
    if (!object) throw new S3Error('NoSuchKey', { fields: { Key: key } });
    return object;
  }

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
