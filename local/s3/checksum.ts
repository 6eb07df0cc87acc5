/** S3's flexible checksums: computes them, and finds the checksum that a request contains. */
import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Crc32c, Crc64Nvme } from '@aws-sdk/checksums/crc';
import { S3Error } from '../../front/wire/s3-error.ts';
import type { ObjectChecksum } from './stored-object.ts';

const PREFIX = 'x-amz-checksum-';
const TYPE = 'x-amz-checksum-type';
/** Headers whose names begin like those of checksums, but which contain no checksum. */
const NOT_VALUES = new Set(['x-amz-checksum-algorithm', 'x-amz-checksum-type', 'x-amz-checksum-mode']);
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

type Digest = (bytes: Buffer) => Promise<Uint8Array>;

const ALGORITHMS: Record<string, Digest> = {
  crc32: async (bytes) => {
    const digest = Buffer.alloc(4);
    digest.writeUInt32BE(crc32(bytes));
    return digest;
  },
  crc32c: async (bytes) => {
    const checksum = new Crc32c();
    checksum.update(bytes);
    return checksum.digest();
  },
  crc64nvme: async (bytes) => {
    const checksum = new Crc64Nvme();
    checksum.update(bytes);
    return checksum.digest();
  },
  sha1: async (bytes) => hash('sha1', bytes, 'buffer'),
  sha256: async (bytes) => hash('sha256', bytes, 'buffer'),
};

/** `fields`: headers and trailers, by lower-case name. Returns undefined if the request contains no checksum. */
export function findChecksum(fields: Iterable<[string, string]>): ObjectChecksum | undefined {
  const found = [...fields].filter(([name]) => name.startsWith(PREFIX) && !NOT_VALUES.has(name));
  const [first, ...more] = found;
  if (!first) return undefined;
  if (more.length > 0) {
    throw new S3Error('InvalidRequest', {
      message: 'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    });
  }
  const [name, value] = first;
  const algorithm = name.slice(PREFIX.length);
  if (!Object.hasOwn(ALGORITHMS, algorithm))
    throw new S3Error('NotImplemented', { fields: { Header: name } });
  if (!BASE64.test(value))
    throw new S3Error('InvalidRequest', { message: `Value for ${name} header is invalid.` });
  return { algorithm, value };
}

/** Throws BadDigest unless the body has this checksum. */
export async function verifyChecksum(bytes: Buffer, checksum: ObjectChecksum): Promise<void> {
  const digest = Buffer.from(await ALGORITHMS[checksum.algorithm]!(bytes)).toString('base64');
  if (digest === checksum.value) return;
  throw new S3Error('BadDigest', {
    message: `The ${checksum.algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
  });
}

export function checksumHeader(checksum: ObjectChecksum | undefined): Record<string, string> {
  return checksum ? { [PREFIX + checksum.algorithm]: checksum.value, [TYPE]: 'FULL_OBJECT' } : {};
}

/** `ChecksumCRC32`, the name of the element in XML. */
export function checksumElement(algorithm: string): string {
  return `Checksum${algorithm.toUpperCase()}`;
}
