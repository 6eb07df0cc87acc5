/** Reads the bytes of a stored object, from `first` to `last`; both are included. */
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

/** Like readStored, but reads the bytes into memory. */
export async function readStoredBytes(body: ObjectBody, first: number, last: number): Promise<Buffer> {
  const content = await readStored(body, first, last);
  return Buffer.isBuffer(content) ? content : Buffer.concat(await content.toArray());
}

function* blank(length: number): Generator<Buffer> {
  for (let left = length; left > 0; left -= BLANK_CHUNK.length)
    yield BLANK_CHUNK.subarray(0, Math.min(left, BLANK_CHUNK.length));
}

/**
 * Reads an imported file. The object is the file at the time of the import. If the file has changed since then, its
 * bytes do not match the stored size and ETag. The answer is then S3's error for an object that is listed but cannot
 * be read.
 */
async function readFile(body: ObjectBody & { kind: 'file' }, first: number, last: number): Promise<Readable> {
  const changed = new S3Error('InvalidObjectState', {
    message: 'The imported file was changed or removed after the import',
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
