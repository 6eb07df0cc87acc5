import { describe, expect, test } from '@jest/globals';
import { decodeAwsChunked } from '../../../../front/wire/aws-chunked.ts';
import { S3Error } from '../../../../front/wire/s3-error.ts';
import { findChecksum, verifyChecksum } from '../../../../local/s3/checksum.ts';
import fc from '../../../support/fast-check.ts';

interface Encoding {
  chunks: Uint8Array[];
  signed: boolean;
  trailers: [string, string][];
}

function encode({ chunks, signed, trailers }: Encoding): { head: Buffer; tail: Buffer } {
  const extension = signed ? `;chunk-signature=${'0'.repeat(64)}` : '';
  const parts = chunks
    .filter((chunk) => chunk.length > 0)
    .flatMap((chunk) => [`${chunk.length.toString(16)}${extension}\r\n`, chunk, '\r\n']);
  const lines = trailers.map(([name, value]) => `${name}:${value}\r\n`).join('');
  return {
    head: Buffer.concat(parts.map((part) => Buffer.from(part))),
    tail: Buffer.from(`0${extension}\r\n${lines}\r\n`),
  };
}

const encoding = fc.record({
  chunks: fc.array(fc.uint8Array({ maxLength: 50 })),
  signed: fc.boolean(),
  trailers: fc.constantFrom<[string, string][]>(
    [],
    [['x-amz-checksum-crc32', 'AAAAAA==']],
    [
      ['x-amz-checksum-sha256', 'abc='],
      ['x-amz-trailer-signature', 'ff'],
    ],
  ),
});

describe('aws-chunked bodies', () => {
  test('are decoded to the content and the trailers, in chunks of any size', () => {
    fc.assert(
      fc.property(encoding, (given) => {
        const { head, tail } = encode(given);
        const decoded = decodeAwsChunked(Buffer.concat([head, tail]));
        expect(decoded).toEqual({
          outcome: 'decoded',
          content: Buffer.concat(given.chunks),
          trailers: new Map(given.trailers),
        });
      }),
    );
  });

  test('are refused if they are cut anywhere before the last chunk, never decoded to less', () => {
    fc.assert(
      fc.property(encoding, fc.nat(), (given, seed) => {
        const { head } = encode(given);
        const cut = head.subarray(0, seed % (head.length + 1));
        expect(decodeAwsChunked(cut)).toMatchObject({ outcome: 'malformed' });
      }),
    );
  });

  test.each([
    '',
    '\r\n',
    'zz\r\n',
    '-1\r\n',
    '1\r\nab\r\n0\r\n\r\n',
    '0\r\nnot a trailer\r\n',
    'fffffffff\r\n',
  ])('refuses %j', (body) => {
    expect(decodeAwsChunked(Buffer.from(body)).outcome).toBe('malformed');
  });

  test('parses trailer lines with the line ends that AWS documents', () => {
    const body = Buffer.from('1\r\na\r\n0\r\nx-amz-checksum-crc32:6LeLww==\n\r\n\r\n');
    expect(decodeAwsChunked(body)).toMatchObject({
      trailers: new Map([['x-amz-checksum-crc32', '6LeLww==']]),
    });
  });
});

describe('checksums', () => {
  // The check values in the catalogues of these algorithms, for the text `123456789`.
  test.each([
    ['crc32', 'cbf43926'],
    ['crc32c', 'e3069283'],
    ['crc64nvme', 'ae8b14860a799888'],
    ['sha1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
    ['sha256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'],
  ])('%s', async (algorithm, hex) => {
    const bytes = Buffer.from('123456789');
    const value = Buffer.from(hex, 'hex').toString('base64');
    await expect(verifyChecksum(bytes, { algorithm, value })).resolves.toBeUndefined();
    await expect(verifyChecksum(Buffer.from('123456780'), { algorithm, value })).rejects.toMatchObject({
      code: 'BadDigest',
    });
  });

  test('one header is found; two, or an unknown one, are refused', () => {
    const find = (fields: Record<string, string>) => findChecksum(Object.entries(fields));
    expect(find({ host: 'x', 'x-amz-checksum-mode': 'ENABLED' })).toBeUndefined();
    expect(find({ 'x-amz-checksum-crc32': 'AAAAAA==' })).toEqual({ algorithm: 'crc32', value: 'AAAAAA==' });
    expect(() => find({ 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-checksum-sha1': 'AAAA' })).toThrow(
      S3Error,
    );
    expect(() => find({ 'x-amz-checksum-crc32': '?' })).toThrow(S3Error);
    expect(() => find({ 'x-amz-checksum-toString': 'AAAA' })).toThrow(S3Error);
  });
});
