/** The bytes of a stored object, from `first` to `last`, both inclusive. */
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { S3Error } from '../../front/wire/s3-error.ts';
import { modifiedMsOf } from './file-time.ts';
import type { ObjectBody } from './stored-object.ts';

const BLANK_CHUNK = Buffer.alloc(64 * 1024);

export async function readStored(body: ObjectBody, first: number, last: number): Promise<Buffer | Readable> {
  switch (body.kind) {
    case 'memory':
      return body.bytes.subarray(first, last + 1);
    case 'blank':
      return Readable.from(blank(last + 1 - first));
    case 'file':
      return readFile(body, first, last);
  }
}

/** Like readStored, collected in memory. */
export async function readStoredBytes(body: ObjectBody, first: number, last: number): Promise<Buffer> {
  const content = await readStored(body, first, last);
  return Buffer.isBuffer(content) ? content : Buffer.concat(await content.toArray());
}

function* blank(length: number): Generator<Buffer> {
  for (let left = length; left > 0; left -= BLANK_CHUNK.length)
    yield BLANK_CHUNK.subarray(0, Math.min(left, BLANK_CHUNK.length));
}

/**
 * The object is the file as it was at the import. If the file has changed since, no bytes exist that match the
 * stored size and ETag, so the answer is S3's error for an object that is listed but unreadable.
 */
async function readFile(body: ObjectBody & { kind: 'file' }, first: number, last: number): Promise<Readable> {
  const changed = new S3Error('InvalidObjectState', {
    message: 'The imported file has changed or gone since the import',
  });
  const file = await open(body.path).catch(() => {
    throw changed;
  });
  const stats = await file.stat({ bigint: true });
  const isSame = Number(stats.size) === body.sizeBytes && modifiedMsOf(stats) === body.modifiedMs;
  if (!stats.isFile() || !isSame) {
    await file.close();
    throw changed;
  }
  if (last < first) {
    await file.close();
    return Readable.from([]);
  }
  return file.createReadStream({ start: first, end: last });
}
