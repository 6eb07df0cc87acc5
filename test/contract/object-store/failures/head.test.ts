/** A HEAD: what is sent, what is read, and which answers do not count as answers. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { headers, REQUEST_ID } from '../../../support/stub-s3/answers.ts';
import { openStubbedStore, type StubbedStore } from '../../../support/stub-s3/store.ts';

let stub: StubbedStore;
beforeAll(async () => {
  stub = await openStubbedStore({ isAws: true, maxAttempts: 2 });
});
afterAll(() => stub.close());
beforeEach(() => stub.forget());

const head = (key = 'd/k') => stub.store.head({ bucket: 'bkt', key });

test('returns all fields of a HEAD, as S3 wrote them', async () => {
  stub.server.ordered = headers({
    'content-length': '5',
    'last-modified': 'Thu, 29 Feb 2024 12:34:56 GMT',
    etag: '"x"',
    'x-amz-storage-class': 'GLACIER_IR',
    'content-type': 'text/plain',
    'content-encoding': 'br',
    'content-disposition': 'inline',
    'content-language': 'de',
    'cache-control': 'no-cache',
    expires: '0',
    'x-amz-version-id': 'v1',
    'x-amz-restore': 'ongoing-request="false", expiry-date="Fri, 21 Dec 2012 00:00:00 GMT"',
    'x-amz-checksum-crc64nvme': 'AAAAAAAAAAA=',
    'x-amz-checksum-type': 'FULL_OBJECT',
    'x-amz-meta-Camel': '=?UTF-8?B?w6k=?=',
  });
  expect(await head()).toEqual({
    outcome: 'present',
    entry: {
      type: 'object',
      name: 'k',
      sizeBytes: 5,
      lastModifiedMs: Date.UTC(2024, 1, 29, 12, 34, 56),
      etag: '"x"',
      storageClass: 'GLACIER_IR',
      checksum: { algorithms: ['CRC64NVME'], type: 'FULL_OBJECT' },
    },
    detail: {
      contentType: 'text/plain',
      contentEncoding: 'br',
      contentDisposition: 'inline',
      contentLanguage: 'de',
      cacheControl: 'no-cache',
      metadata: { camel: '=?UTF-8?B?w6k=?=' },
      versionId: 'v1',
      checksums: { CRC64NVME: 'AAAAAAAAAAA=' },
      restore: 'ongoing-request="false", expiry-date="Fri, 21 Dec 2012 00:00:00 GMT"',
      expires: '0',
    },
  });
  expect(stub.counts).toEqual({ s3Head: 1 });
});

test.each([
  ['AmazonS3', { storageClass: 'STANDARD' }],
  ['MinIO', {}],
  [undefined, {}],
])('of the server %s without a storage class; other missing fields are absent', async (server, said) => {
  stub.server.ordered = headers({
    ...(server !== undefined && { server }),
    'content-length': '0',
    'last-modified': 'Thu, 01 Jan 1970 00:00:00 GMT',
    etag: '"e"',
  });
  expect(await head('marker/')).toEqual({
    outcome: 'present',
    entry: {
      type: 'object',
      name: '',
      sizeBytes: 0,
      lastModifiedMs: 0,
      etag: '"e"',
      ...said,
    },
    detail: {},
  });
});

test('requests exactly the key', async () => {
  stub.server.ordered = headers({ 'content-length': '0' });
  for (const key of ['/a//../b c+é%?#', ' ', '\n', '\u{1f600}/']) {
    stub.server.urls = [];
    let raw = '';
    stub.server.ordered = (request, response) => {
      raw = request.url!;
      response.writeHead(404, REQUEST_ID).end();
    };
    expect(await head(key)).toEqual({ outcome: 'absent' });
    expect(decodeURIComponent(raw.split('?')[0]!)).toBe(`/bkt/${key}`);
  }
});

test.each([
  ['404', headers(REQUEST_ID, 404), { outcome: 'absent' }],
  [
    '404 of a delete marker',
    headers({ ...REQUEST_ID, 'x-amz-delete-marker': 'true' }, 404),
    { outcome: 'absent' },
  ],
  ['403', headers({}, 403), { reason: 'denied' }],
  ['301', headers({}, 301), { reason: 'invalid-response' }],
  ['304', headers({}, 304), { reason: 'invalid-response' }],
  ['400', headers({}, 400), { reason: 'invalid-response' }],
  ['405', headers({}, 405), { reason: 'invalid-response' }],
  ['429', headers({}, 429), { reason: 'unavailable' }],
  ['500', headers({}, 500), { reason: 'unavailable' }],
  ['503', headers({}, 503), { reason: 'unavailable' }],
  [
    'no length',
    headers({ 'last-modified': 'Thu, 01 Jan 1970 00:00:00 GMT', etag: '"e"' }),
    { reason: 'invalid-response' },
  ],
  ['no time', headers({ 'content-length': '1', etag: '"e"' }), { reason: 'invalid-response' }],
  [
    'no ETag',
    headers({ 'content-length': '1', 'last-modified': 'Thu, 01 Jan 1970 00:00:00 GMT' }),
    { reason: 'invalid-response' },
  ],
  [
    'a time that is no time',
    headers({ 'content-length': '1', 'last-modified': 'soon', etag: '"e"' }),
    { reason: 'invalid-response' },
  ],
])('answered with %s', async (_what, given, expected) => {
  stub.server.ordered = given;
  expect(await head()).toMatchObject(expected);
});
