/** Multipart uploads in progress. */
import { randomBytes } from 'node:crypto';
import { S3Error } from '../../front/wire/s3-error.ts';
import { compareNames } from '../../shared/byte-order.ts';
import { MAX_OBJECT_BYTES, MAX_OPEN_UPLOADS } from './limits.ts';
import type { ObjectChecksum, ObjectHeaders } from './stored-object.ts';

export interface Part {
  number: number;
  bytes: Buffer;
  /** Hexadecimal MD5. */
  etag: string;
  lastModifiedMs: number;
  checksum?: ObjectChecksum;
}

export interface Upload {
  id: string;
  bucket: string;
  key: string;
  initiatedMs: number;
  headers: ObjectHeaders;
  parts: Map<number, Part>;
}

export class Uploads {
  readonly #uploads = new Map<string, Upload>();

  create(bucket: string, key: string, headers: ObjectHeaders, initiatedMs: number): Upload {
    if (this.#uploads.size >= MAX_OPEN_UPLOADS) throw new S3Error('SlowDown');
    const id = randomBytes(24).toString('base64url');
    const upload: Upload = { id, bucket, key, initiatedMs, headers, parts: new Map() };
    this.#uploads.set(id, upload);
    return upload;
  }

  /** Returns the upload with this id for this object. Throws NoSuchUpload. */
  find(place: { bucket: string; key: string }, id: string): Upload {
    const upload = this.#uploads.get(id);
    if (upload && upload.bucket === place.bucket && upload.key === place.key) return upload;
    throw new S3Error('NoSuchUpload', { fields: { UploadId: id } });
  }

  /** Adds a part. It replaces an earlier part with the same number. */
  addPart(upload: Upload, part: Part): void {
    let sizeBytes = part.bytes.length;
    for (const other of upload.parts.values()) {
      if (other.number !== part.number) sizeBytes += other.bytes.length;
    }
    if (sizeBytes > MAX_OBJECT_BYTES) {
      throw new S3Error('EntityTooLarge', { fields: { MaxSizeAllowed: String(MAX_OBJECT_BYTES) } });
    }
    upload.parts.set(part.number, part);
  }

  remove(id: string): void {
    this.#uploads.delete(id);
  }

  removeBucket(bucket: string): void {
    for (const upload of this.#uploads.values()) {
      if (upload.bucket === bucket) this.#uploads.delete(upload.id);
    }
  }

  /** The uploads of one bucket, ordered by key and then by id. The order of the ids has no meaning. */
  inOrder(bucket: string): Upload[] {
    return [...this.#uploads.values()]
      .filter((upload) => upload.bucket === bucket)
      .sort((a, b) => compareNames(a.key, b.key) || compareNames(a.id, b.id));
  }
}

/** Parts, ordered by number. */
export function orderedParts(upload: Upload): Part[] {
  return [...upload.parts.values()].sort((a, b) => a.number - b.number);
}
