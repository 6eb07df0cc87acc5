/** A LIST: what is sent, and how the adapter reads the pages that S3 or other servers may send. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { common, contents, listing, more } from '../../../support/stub-s3/answers.ts';
import type { Answer } from '../../../support/stub-s3/server.ts';
import { openStubbedStore, type StubbedStore } from '../../../support/stub-s3/store.ts';

let stub: StubbedStore;
beforeAll(async () => {
  stub = await openStubbedStore({ isAws: true, maxAttempts: 2 });
});
afterAll(() => stub.close());
beforeEach(() => stub.forget());

const list = (over: { startAfter?: string; token?: string; prefix?: string } = {}) =>
  stub.store.list({ bucket: 'bkt', prefix: 'p/', maxKeys: 3, ...over });

/** The names of a listing, or the reason of its failure. */
const names = async (given: Answer, over = {}) => {
  stub.server.ordered = given;
  const got = await list(over);
  return got.outcome === 'listed' ? got.entries.map(({ name }) => name) : got.reason;
};

test('sends the parameters that the port requires', async () => {
  stub.server.ordered = listing('');
  await list({ startAfter: 'p/a b+c' });
  stub.server.ordered = listing(contents('p/b'), more('t+/='));
  const page = await list({ startAfter: 'p/a' });
  stub.server.ordered = listing('');
  await list({ startAfter: 'p/a', ...(page.outcome === 'listed' && { token: page.token! }) });
  await stub.store.peek({ bucket: 'bkt', prefix: 'p/ü' });
  const [first, , second, third] = stub.server.urls.map((url) => ({
    path: url.pathname,
    ...Object.fromEntries(url.searchParams),
  }));
  expect(first).toMatchObject({
    path: '/bkt/',
    'list-type': '2',
    prefix: 'p/',
    delimiter: '/',
    'max-keys': '3',
    'encoding-type': 'url',
    'start-after': 'p/a b+c',
  });
  expect(second).toMatchObject({ 'continuation-token': 't+/=' });
  expect(second).not.toHaveProperty('start-after');
  expect(third).toMatchObject({ prefix: 'p/ü', 'max-keys': '1', 'encoding-type': 'url' });
  expect(third).not.toHaveProperty('delimiter');
  expect(stub.counts).toEqual({ s3List: 4 });
});

test('decodes keys only if the answer says that they are encoded', async () => {
  const encoded = '<IsTruncated>false</IsTruncated><EncodingType>url</EncodingType>';
  const keys = contents('p/a+b%2Bc%252F') + common('p/%C3%A9/');
  expect(await names(listing(keys, encoded))).toEqual(['a b+c%2F', 'é/']);
  expect(await names(listing(contents('p/a+b%2Bc%252F')))).toEqual(['a+b%2Bc%252F']);
  expect(await names(listing(contents('p/%ff'), encoded))).toBe('invalid-response');
});

test('returns exactly the fields that S3 sent', async () => {
  const full =
    '<LastModified>2024-02-29T12:34:56.789Z</LastModified><ETag>&quot;x-2&quot;</ETag><Size>0</Size><StorageClass>GLACIER</StorageClass>';
  stub.server.ordered = listing(contents('p/', full) + contents('p/bare'));
  expect(await list()).toEqual({
    outcome: 'listed',
    entries: [
      {
        type: 'object',
        name: '',
        sizeBytes: 0,
        lastModifiedMs: Date.UTC(2024, 1, 29, 12, 34, 56, 789),
        etag: '"x-2"',
        storageClass: 'GLACIER',
      },
      { type: 'object', name: 'bare', sizeBytes: 1 },
    ],
  });
});

test('merges keys and common prefixes by UTF-8 bytes and drops repetitions', async () => {
  const body =
    ['a', 'a', 'a-', 'a0', '\uff5e'].map((name) => contents(`p/${name}`)).join('') +
    ['a/', 'a/', '\u{1f600}/'].map((name) => common(`p/${name}`)).join('');
  expect(await names(listing(body))).toEqual(['a', 'a-', 'a/', 'a0', '\uff5e', '\u{1f600}/']);
});

test('drops names that are not after its start, whatever the server sends', async () => {
  const body = contents('p/a') + contents('p/b') + common('p/a/') + common('p/c/');
  expect(await names(listing(body), { startAfter: 'p/a/b' })).toEqual(['b', 'c/']);
});

test('returns the token of a truncated listing, even if the page is empty', async () => {
  stub.server.ordered = listing('', more('t1'));
  const got = await list();
  expect(got).toEqual({ outcome: 'listed', entries: [], token: expect.any(String) });
  const token = got.outcome === 'listed' ? got.token! : '';
  expect(await names(listing('', more('t1')), { token })).toBe('disordered');
  expect(await names(listing(contents('p/a'), more('t2')), { token })).toEqual(['a']);
});

test('continues after the last name if the token is missing', async () => {
  stub.server.ordered = listing(
    contents('p/ a') + common('p/b/'),
    '<IsTruncated>true</IsTruncated><NextContinuationToken>\n</NextContinuationToken>',
  );
  const got = await list();
  stub.server.ordered = listing('');
  expect(
    await names(listing(common('p/b/') + contents('p/c')), {
      token: got.outcome === 'listed' ? got.token! : '',
      startAfter: 'p/b/',
    }),
  ).toEqual(['c']);
  expect(stub.server.urls.at(-1)!.searchParams.get('start-after')).toBe('p/b/');
  expect(stub.server.urls.at(-1)!.searchParams.has('continuation-token')).toBe(false);
});
