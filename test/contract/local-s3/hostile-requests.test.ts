import { connect } from 'node:net';
import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import fc from '../../support/fast-check.ts';
import { BUCKET, endpointForSuite } from './endpoint.ts';

const started = endpointForSuite();

/** Sends the bytes, ends the connection, and returns the status line of the first answer. */
function exchange(bytes: Uint8Array | string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(started.s3.port, '127.0.0.1');
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1').split('\r\n')[0]!));
    socket.end(bytes);
  });
}

const request = (method: string, target: string, headers: string[] = [], body: Uint8Array | string = '') =>
  Buffer.concat([
    Buffer.from(
      `${method} ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n`,
      'latin1',
    ),
    Buffer.from(body),
  ]);

const method = fc.constantFrom('GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS');
const oddText = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'/?&=%+;#.\u00ff\u0080aZ09-_~\\"<>') }),
  fc.constantFrom('%ff', '%00', '%', '%2', '%F0%9F%98%80', '..', '//', 'a'.repeat(2000)),
);
const parameter = fc.constantFrom(
  ...[
    'list-type=2',
    'max-keys=-1',
    'max-keys=0',
    'prefix=%zz',
    'delimiter=/',
    'encoding-type=url',
    'continuation-token=AQ',
  ],
  ...[
    'uploads',
    'uploadId=x',
    'partNumber=1',
    'partNumber=x',
    'delete',
    'acl',
    'versionId=3',
    'location',
    'versions',
    'select',
  ],
  ...['start-after=%F4%8F%BF%BF', 'response-content-type=%0Aa', 'fetch-owner=1', 'tagging', 'x-id=GetObject'],
);
const headerLine = fc.constantFrom(
  ...[
    'Range: bytes=0-',
    'Range: bytes=9-1',
    'Range: x',
    'If-Match: *',
    'If-None-Match: x',
    'If-Modified-Since: yesterday',
  ],
  ...[
    'x-amz-copy-source: x',
    'x-amz-copy-source: /contract/there',
    'x-amz-copy-source: %ff/%ff',
    'x-amz-copy-source-range: bytes=0-0',
  ],
  ...[
    'x-amz-metadata-directive: NEITHER',
    'x-amz-decoded-content-length: x',
    'x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  ],
  ...[
    'Content-MD5: x',
    'Content-Encoding: aws-chunked',
    'x-amz-trailer: x-amz-checksum-crc32',
    'x-amz-checksum-crc32: AAAAAA==',
  ],
  ...[
    'x-amz-meta-\u00ff: x',
    'x-amz-meta-a: \u00ff\u00fe',
    'x-amz-storage-class: COLD',
    'x-amz-tagging: a=b',
    'Expect: 100-continue',
  ],
);
const body = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.constantFrom(
    '',
    '<Delete><Object><Key>a</Key></Object></Delete>',
    '<Delete/>',
    '5\r\nhello\r\n0\r\n\r\n',
    '<CompleteMultipartUpload>',
  ),
);

// Random requests may delete any key that they name. They never name `kept`, so the bucket is never empty.
beforeEach(() => {
  for (const key of ['there', 'kept']) {
    started.s3.storage.put(BUCKET, { key, sizeBytes: 3, etag: 'e', lastModifiedMs: 0 });
  }
});

describe('odd and broken requests', () => {
  test('get an answer other than 500', async () => {
    const logged = jest.spyOn(console, 'error').mockImplementation(() => {});
    const hostile = fc.record({
      method,
      path: fc.oneof(oddText, fc.constantFrom(BUCKET, `${BUCKET}/`, `${BUCKET}/there`, 'nowhere/x')),
      query: fc.array(fc.oneof(oddText, parameter), { maxLength: 3 }),
      headers: fc.uniqueArray(headerLine, { maxLength: 3, selector: (line) => line.split(':')[0] }),
      body,
      lengthOffset: fc.constantFrom(0, 0, 0, -1),
    });
    try {
      await fc.assert(
        fc.asyncProperty(hostile, async (given) => {
          const query = given.query.length > 0 ? `?${given.query.join('&')}` : '';
          const length = Math.max(0, Buffer.byteLength(given.body) + given.lengthOffset);
          const headers = [...given.headers, `Content-Length: ${length}`];
          const status = await exchange(request(given.method, `/${given.path}${query}`, headers, given.body));
          // 100 Continue counts as an answer too.
          expect(status).toMatch(/^HTTP\/1\.1 (100|[234]\d\d|501) /);
        }),
        { numRuns: 1500 },
      );
      expect(logged).not.toHaveBeenCalled();
    } finally {
      logged.mockRestore();
    }
  });

  test.each([
    ['bytes that are no HTTP', Buffer.from([0, 255, 13, 10, 13, 10]), 400],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['headers without end', `GET / HTTP/1.1\r\nHost: x\r\nx: ${'a'.repeat(70_000)}\r\n\r\n`, 431],
    ['a target that is no path', request('OPTIONS', '*'), 400],
    ['a method S3 does not know', request('PATCH', '/contract/a'), 405],
    ['a write without a length', request('PUT', '/contract/a'), 411],
    ['a body that is longer than allowed', request('PUT', '/contract/a', ['Content-Length: 300000000']), 400],
    [
      'a truncated streamed body',
      request(
        'PUT',
        '/contract/a',
        ['x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER', 'Content-Length: 4'],
        '9\r\nx',
      ),
      400,
    ],
    [
      'a missing trailer that was announced',
      request(
        'PUT',
        '/contract/a',
        ['Content-Encoding: aws-chunked', 'x-amz-trailer: x-amz-checksum-crc32', 'Content-Length: 5'],
        '0\r\n\r\n',
      ),
      400,
    ],
    [
      'a payload that differs from the signed one',
      request('PUT', '/contract/a', [`x-amz-content-sha256: ${'0'.repeat(64)}`, 'Content-Length: 1'], 'a'),
      400,
    ],
    ['a form post', request('POST', '/contract', ['Content-Length: 0']), 501],
    ['deleting a policy, which must not delete the bucket', request('DELETE', '/contract?policy'), 501],
  ])('%s', async (_, bytes, status) => {
    expect(await exchange(bytes)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  test('refused requests wrote nothing', async () => {
    expect((await started.raw('/contract/a', { method: 'HEAD' })).status).toBe(404);
    expect((await started.raw('/contract', { method: 'HEAD' })).status).toBe(200);
  });

  test('the endpoint keeps working after a client disconnects while sending', async () => {
    const socket = connect(started.s3.port, '127.0.0.1');
    socket.write(request('PUT', '/contract/half', ['Content-Length: 1000'], 'some'));
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.destroy();
    expect((await started.raw('/contract/half', { method: 'HEAD' })).status).toBe(404);
  });

  test('a connection can be used again after an upload was refused before its body had arrived', async () => {
    const body = Buffer.alloc(5_000_000);
    const refused = await started.raw('/nowhere/k', { method: 'PUT', body });
    expect(refused.status).toBe(404);
    expect(await refused.text()).toContain('NoSuchBucket');
    expect((await started.raw('/contract/there')).status).toBe(200);
  });
});
