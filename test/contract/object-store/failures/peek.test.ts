/** A peek on servers with empty, endless or foreign pages. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { common, contents, listing, more } from '../../../support/stub-s3/answers.ts';
import { openStubbedStore, type StubbedStore } from '../../../support/stub-s3/store.ts';

let stub: StubbedStore;
beforeAll(async () => {
  stub = await openStubbedStore({ isAws: true, maxAttempts: 2 });
});
afterAll(() => stub.close());
beforeEach(() => stub.forget());

const page = (inner: string, token?: string) => listing(inner, token ? more(token) : undefined);

test('reads past empty pages before it reports absent', async () => {
  stub.server.ordered = (request, response, call) =>
    page(call < 2 ? '' : contents('p/x'), `t${call}`)(request, response, call);
  expect(await stub.store.peek({ bucket: 'bkt', prefix: 'p' })).toEqual({ outcome: 'present' });
  expect(stub.counts).toEqual({ s3List: 3 });
  stub.server.ordered = (request, response, call) =>
    page('', call < 4 ? `t${call}` : undefined)(request, response, call);
  expect(await stub.store.peek({ bucket: 'bkt', prefix: 'p' })).toEqual({ outcome: 'absent' });
});

test('stops after a bounded number of pages, and ignores a key outside its prefix', async () => {
  for (const prefix of ['p', 'p/']) {
    stub.server.ordered = (request, response, call) => page('', `t${call}`)(request, response, call);
    expect(await stub.store.peek({ bucket: 'bkt', prefix })).toMatchObject({ reason: 'invalid-response' });
    stub.server.ordered = listing('', '<IsTruncated>true</IsTruncated>');
    expect(await stub.store.peek({ bucket: 'bkt', prefix })).toMatchObject({ reason: 'invalid-response' });
    stub.server.ordered = page(contents('q'));
    expect(await stub.store.peek({ bucket: 'bkt', prefix })).toMatchObject({ reason: 'invalid-response' });
  }
});

test('for a directory uses the same listing, and skips names before it', async () => {
  stub.server.ordered = page(contents('d/p-') + common('d/p/') + contents('d/p0'));
  expect(await stub.store.peek({ bucket: 'bkt', prefix: 'd/p/' })).toEqual({ outcome: 'present' });
  expect(Object.fromEntries(stub.server.urls[0]!.searchParams)).toMatchObject({
    prefix: 'd/p',
    delimiter: '/',
  });
  stub.server.ordered = page(contents('d/p-') + contents('d/p0'), 'more');
  expect(await stub.store.peek({ bucket: 'bkt', prefix: 'd/p/' })).toEqual({ outcome: 'absent' });
  stub.server.ordered = page(contents('d/p') + common('d/p-/'));
  expect(await stub.store.peek({ bucket: 'bkt', prefix: 'd/p/' })).toEqual({ outcome: 'absent' });
  expect(stub.counts).toEqual({ s3List: 3 });
});

test('for a directory after many names that start like it asks for any key in it', async () => {
  stub.server.ordered = ({ url }, response, call) => {
    const isPeek = !new URL(url!, stub.server.endpoint).searchParams.has('delimiter');
    const many = page(contents(`d/p-${call}`), `t${call}`);
    (isPeek ? page(contents('d/p/x')) : many)({ url } as never, response, call);
  };
  expect(await stub.store.peek({ bucket: 'bkt', prefix: 'd/p/' })).toEqual({ outcome: 'present' });
});
