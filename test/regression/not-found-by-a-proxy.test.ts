/**
 * A proxy whose upstream is down also answers 404. That answer was stored as "no such key", and minutes later the
 * listing was empty.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { listDocument } from '../../front/wire/list-document.ts';
import { openStubbedStore, type StubbedStore } from '../support/stub-s3/store.ts';

let stub: StubbedStore;
beforeAll(async () => {
  stub = await openStubbedStore();
});
afterAll(() => stub.close());

const PAGE = '<html><head><title>404 Not Found</title></head><body><hr>nginx</body></html>';
const listing = (...keys: string[]) =>
  listDocument({
    ...{ bucket: 'bkt', prefix: 'd/k', delimiter: '', maxKeys: 1, isTruncated: false, commonPrefixes: [] },
    objects: keys.map((key) => ({ key, sizeBytes: 1 })),
    page: { version: 2 },
  });

const head = () => stub.store.head({ bucket: 'bkt', key: 'd/k' });

test("a 404 with a request id is S3's", async () => {
  stub.server.ordered = (_request, response) =>
    void response.writeHead(404, { 'x-amz-request-id': '1' }).end();
  expect(await head()).toEqual({ outcome: 'absent' });
});

test('a 404 without a request id is not an answer, to a HEAD or a LIST', async () => {
  stub.server.ordered = (_request, response) =>
    void response.writeHead(404, { 'content-type': 'text/html' }).end(PAGE);
  expect(await head()).toMatchObject({ outcome: 'failed', reason: 'unavailable' });
  const request = { bucket: 'bkt', prefix: 'd/' };
  expect(await stub.store.list({ ...request, maxKeys: 5 })).toMatchObject({ reason: 'unavailable' });
  expect(await stub.store.peek(request)).toMatchObject({ reason: 'unavailable' });
});

test.each([
  ['the key is not listed', ['d/k2'], { outcome: 'absent' }],
  ['the key is listed', ['d/k'], { outcome: 'failed', reason: 'invalid-response' }],
])('for servers without request ids a LIST decides: %s', async (_what, keys, expected) => {
  stub.server.ordered = ({ method }, response) => {
    if (method === 'HEAD') response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': 'application/xml' }).end(listing(...keys));
  };
  expect(await head()).toMatchObject(expected);
});
