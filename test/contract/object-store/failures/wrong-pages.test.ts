/** A LIST whose answer is a 200 with something other than a listing in S3's order. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { atFirst, common, contents, listing, xml } from '../../../support/stub-s3/answers.ts';
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

test.each([
  ['an HTML page', xml('<html><body>hello</body></html>')],
  ['nothing at all', xml('')],
  ['text', xml('it works!')],
  ['half an answer', xml('<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>p/a')],
  ['a truncated listing without a token or an entry', listing('', '<IsTruncated>true</IsTruncated>')],
  ['a key outside the prefix', listing(contents('q/a'))],
  ['a key that the delimiter should have cut', listing(contents('p/a/b'))],
  ['a common prefix without a delimiter', listing(common('p/a'))],
  ['a common prefix two levels down', listing(common('p/a/b/'))],
  ['the prefix itself as a common prefix', listing(common('p/'))],

  ['no key', listing('<Contents><Size>1</Size></Contents>')],
  ['no size', listing(contents('p/a', ''))],
  ['a size that is no number', listing(contents('p/a', '<Size>many</Size>'))],
  ['a negative size', listing(contents('p/a', '<Size>-1</Size>'))],
  ['a time that is no time', listing(contents('p/a', '<Size>1</Size><LastModified>soon</LastModified>'))],
])('%s is an invalid answer, never an empty directory, and is requested once more', async (_what, given) => {
  expect(await names(given)).toBe('invalid-response');
  expect(stub.counts).toEqual({ s3List: 2 });
});

test.each([
  ['keys out of order', contents('p/b') + contents('p/a')],
  ['directories out of order', common('p/b/') + common('p/a/')],
  ['directories in the order of their names without the slash', common('p/foo/') + common('p/foo-1/')],
])('%s: entries listed before it are not used either', async (_what, inner) => {
  expect(await names(listing(inner))).toBe('disordered');
  expect(stub.counts.s3List).toBeGreaterThanOrEqual(2);
});

test('an answer that was invalid once may be valid the next time', async () => {
  expect(await names(atFirst(1, xml('?'), listing(contents('p/a'))))).toEqual(['a']);
});
