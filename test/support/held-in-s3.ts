/**
 * The content of one flat bucket, kept up to date during the test's writes: it is read from the disk once, and then
 * from a HEAD of S3 after each write.
 */
import { DeleteObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Prng } from '../simulation/prng.ts';
import type { EntryView } from './index-view.ts';
import { headFromS3 } from './s3-view.ts';

const MAX_WRITTEN_BYTES = 2_000;
const NEW_NAMES = 1_000;

export class HeldInS3 {
  readonly #s3: S3Client;
  readonly #bucket: string;
  readonly #byKey: Map<string, EntryView>;

  constructor(s3: S3Client, bucket: string, entries: readonly EntryView[]) {
    this.#s3 = s3;
    this.#bucket = bucket;
    this.#byKey = new Map(entries.map((entry) => [entry.key, entry]));
  }

  get entries(): EntryView[] {
    return [...this.#byKey.values()];
  }

  /** Overwrites or removes one existing object, or writes a new one. @returns its key */
  async write(prng: Prng): Promise<string> {
    const keys = [...this.#byKey.keys()];
    const Key = keys.length > 0 && prng.chance(0.5) ? prng.pick(keys) : `new-${prng.int(0, NEW_NAMES)}`;
    const Bucket = this.#bucket;
    if (prng.chance(0.3)) await this.#s3.send(new DeleteObjectCommand({ Bucket, Key }));
    else {
      const Body = Buffer.alloc(prng.int(0, MAX_WRITTEN_BYTES), 'x');
      await this.#s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    }
    const head = await headFromS3(this.#s3, Bucket, Key);
    if (head === undefined) this.#byKey.delete(Key);
    else this.#byKey.set(Key, { type: 'object', name: Key, key: Key, ...head, storageClass: 'STANDARD' });
    return Key;
  }
}
