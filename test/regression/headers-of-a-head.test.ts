/** Headers of a HEAD that the SDK reads differently: UTF-8, times in RFC 850's format, metadata named `__proto__`. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { foundText, parseFound } from '../../lambdas/adapters/dynamodb/found.ts';
import { openStubbedStore, type StubbedStore } from '../support/stub-s3/store.ts';

let stub: StubbedStore;
beforeAll(async () => {
  stub = await openStubbedStore();
});
afterAll(() => stub.close());

async function head(headers: Record<string, string | Buffer>) {
  stub.server.ordered = (_request, response) => {
    const usual = {
      connection: 'close',
      'content-length': '1',
      etag: '"e"',
      'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT',
    };
    const lines = Object.entries({ ...usual, ...headers }).map(([name, value]) =>
      Buffer.concat([Buffer.from(`${name}: `), Buffer.from(value), Buffer.from('\r\n')]),
    );
    // Written byte by byte, because Node's server does not write UTF-8 in headers.
    response.socket!.end(Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n'), ...lines, Buffer.from('\r\n')]));
  };
  const seen = await stub.store.head({ bucket: 'bkt', key: 'k' });
  if (seen.outcome !== 'present') throw new Error(JSON.stringify(seen));
  return seen;
}

test('valid UTF-8 in headers is read as UTF-8, other bytes as Latin-1', async () => {
  const { detail } = await head({
    'content-disposition': 'attachment; filename="Héllo 中.txt"',
    'x-amz-meta-title': 'Héllo 中 😀',
    'x-amz-meta-old': Buffer.from('été', 'latin1'),
  });
  expect(detail.contentDisposition).toBe('attachment; filename="Héllo 中.txt"');
  expect(detail.metadata).toEqual({ title: 'Héllo 中 😀', old: 'été' });
});

test.each([
  ['Saturday, 28-Nov-26 12:34:56 GMT', '2026-11-28T12:34:56.000Z'],
  ['Sunday, 06-Nov-94 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
  ['Sun, 06 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
  ['Sun Nov  6 08:49:37 1994', '1994-11-06T08:49:37.000Z'],
])('Last-Modified: %s', async (time, expected) => {
  const { entry } = await head({ 'last-modified': time });
  expect(new Date(entry.lastModifiedMs!).toISOString()).toBe(expected);
});

test('metadata named __proto__ is ordinary metadata, in the answer and in the index', async () => {
  const seen = await head({ 'x-amz-meta-__proto__': 'x', 'x-amz-meta-a': 'b' });
  expect(Object.entries(seen.detail.metadata!)).toEqual([
    ['__proto__', 'x'],
    ['a', 'b'],
  ]);
  const found = { says: 'object' as const, entry: seen.entry, detail: seen.detail };
  const stored = parseFound(foundText(found), 'k');
  expect(JSON.stringify(stored)).toBe(JSON.stringify(found));
});
