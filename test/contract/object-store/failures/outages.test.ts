/**
 * Every failure of the server, for every operation of the port: the reason that is reported, what is counted, and
 * that the next request works again.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createS3Client } from '../../../../lambdas/adapters/s3/client.ts';
import { createS3Store } from '../../../../lambdas/adapters/s3/store.ts';
import {
  atFirst,
  error,
  reset,
  resetInside,
  silence,
  silenceInside,
  xml,
} from '../../../support/stub-s3/answers.ts';
import type { Answer } from '../../../support/stub-s3/server.ts';
import { openStubbedStore, type StubbedStore } from '../../../support/stub-s3/store.ts';
import { StubS3 } from '../../../support/stub-s3/stub.ts';

const ATTEMPTS = 2;
const PRESENT = new StubS3(['d/k', 'd/sub/x']);

let stub: StubbedStore;
/** A store with a short timeout, for silent servers. */
let hasty: StubbedStore;
beforeAll(async () => {
  const buckets = [['bkt', PRESENT]] as [string, StubS3][];
  stub = await openStubbedStore({ buckets, isAws: true, maxAttempts: ATTEMPTS });
  hasty = await openStubbedStore({ buckets, isAws: true, maxAttempts: ATTEMPTS, timeoutMs: 100 });
});
afterAll(() => Promise.all([stub.close(), hasty.close()]));
afterEach(() => {
  stub.forget();
  hasty.forget();
});

/** Describes the result of an operation in a word. */
type Operation = (of: StubbedStore) => Promise<string>;

const OPERATIONS: Record<'list' | 'list recursively' | 'peek' | 'head', Operation> = {
  list: async ({ store }) => {
    const got = await store.list({ bucket: 'bkt', prefix: 'd/', maxKeys: 5 });
    return got.outcome === 'listed' ? got.entries.map(({ name }) => name).join(' ') : got.reason;
  },
  'list recursively': async ({ store }) => {
    const got = await store.list({ bucket: 'bkt', prefix: 'd/', maxKeys: 5, recursive: true });
    return got.outcome === 'listed' ? got.entries.map(({ name }) => name).join(' ') : got.reason;
  },
  peek: async ({ store }) => {
    const got = await store.peek({ bucket: 'bkt', prefix: 'd/' });
    return got.outcome === 'failed' ? got.reason : got.outcome;
  },
  head: async ({ store }) => {
    const got = await store.head({ bucket: 'bkt', key: 'd/k' });
    return got.outcome === 'failed' ? got.reason : got.outcome;
  },
};
const RIGHT = { list: 'k sub/', 'list recursively': 'k sub/x', peek: 'present', head: 'present' };

interface Failure {
  answer: Answer;
  /** The result of every kind of LIST. */
  list: string;
  /** The result of a HEAD. Its answer has no body, so the server's error code is not known. */
  head: string;
  /** Is the request sent again? */
  again?: boolean;
  isSilent?: boolean;
}

const FAILURES: Record<string, Failure> = {
  NoSuchBucket: { answer: error(404, 'NoSuchBucket'), list: 'no-such-bucket', head: 'absent' },
  AccessDenied: { answer: error(403, 'AccessDenied'), list: 'denied', head: 'denied' },
  SignatureDoesNotMatch: { answer: error(403, 'SignatureDoesNotMatch'), list: 'denied', head: 'denied' },
  ExpiredToken: { answer: error(400, 'ExpiredToken'), list: 'denied', head: 'invalid-response' },
  InvalidArgument: {
    answer: error(400, 'InvalidArgument'),
    list: 'invalid-response',
    head: 'invalid-response',
  },
  PermanentRedirect: {
    ...{ answer: error(301, 'PermanentRedirect'), list: 'invalid-response', head: 'invalid-response' },
  },
  'NoSuchKey, of a listing': { answer: error(404, 'NoSuchKey'), list: 'invalid-response', head: 'absent' },
  SlowDown: { answer: error(503, 'SlowDown'), list: 'unavailable', head: 'unavailable', again: true },
  'too many requests': { answer: error(429), list: 'unavailable', head: 'unavailable', again: true },
  InternalError: {
    answer: error(500, 'InternalError'),
    list: 'unavailable',
    head: 'unavailable',
    again: true,
  },
  'InternalError inside a 200': {
    ...{ answer: xml('<Error><Code>InternalError</Code></Error>'), list: 'unavailable', again: true },
    head: 'invalid-response',
  },
  RequestTimeout: { answer: error(400, 'RequestTimeout'), list: 'unavailable', head: 'invalid-response' },
  RequestTimeTooSkewed: { answer: error(403, 'RequestTimeTooSkewed'), list: 'unavailable', head: 'denied' },
  'a bad gateway': {
    ...{
      answer: xml('<html>Bad Gateway</html>', 502),
      list: 'unavailable',
      head: 'unavailable',
      again: true,
    },
  },
  'a web page': { answer: xml('<html>Hello</html>'), list: 'invalid-response', head: 'invalid-response' },
  'a reset': { answer: reset, list: 'unavailable', head: 'unavailable', again: true },
  'a reset in the middle of the answer': {
    ...{ answer: resetInside, list: 'unavailable', head: 'unavailable', again: true },
  },
  silence: { answer: silence, list: 'unavailable', head: 'unavailable', again: true, isSilent: true },
  'silence in the middle of the answer': {
    ...{ answer: silenceInside, list: 'unavailable', head: 'unavailable', again: true, isSilent: true },
  },
};

// This test is the first in the file. For each refused connection, the SDK keeps a timer of 1 s, and jest would kill
// a worker that does not end within 500 ms, with the warning "failed to exit".
test('a server that cannot be reached', async () => {
  const gone = createS3Client({ region: 'us-east-1', endpoint: 'http://127.0.0.1:1' });
  const credentials = async () => ({ accessKeyId: 'a', secretAccessKey: 's' });
  Object.assign(gone.config, { credentials });
  const orphan = createS3Store({ clientFor: () => gone, telemetry: { count: () => {} } });
  expect(await orphan.head({ bucket: 'bkt', key: 'k' })).toMatchObject({ reason: 'unavailable' });
  expect(await orphan.peek({ bucket: 'bkt', prefix: '' })).toMatchObject({ reason: 'unavailable' });
  gone.destroy();
});

describe.each(Object.entries(FAILURES))('%s', (_what, failure) => {
  test.each(Object.entries(OPERATIONS))('%s', async (name, operation) => {
    const expected = name === 'head' ? failure.head : failure.list;
    const failing = failure.isSilent ? hasty : stub;
    failing.server.ordered = failure.answer;
    expect(await operation(failing)).toBe(expected);
    // Every attempt is counted, because S3 bills it.
    const { s3List = 0, s3Head = 0 } = failing.counts;
    expect(s3List + s3Head).toBe(failing.server.urls.length);
    // The failure has no later effects: the next request succeeds, at the latest when the server has finished the
    // earlier ones.
    failing.server.ordered = undefined;
    let next = await operation(failing);
    while (failure.isSilent && next === 'unavailable') next = await operation(failing);
    expect(next).toBe(RIGHT[name as keyof typeof RIGHT]);
  });

  if (!failure.again || failure.isSilent) return;
  test('once: the request is sent again, and succeeds', async () => {
    stub.server.ordered = atFirst(1, failure.answer, stub.server.answer);
    expect(await OPERATIONS.list(stub)).toBe(RIGHT.list);
  });
});
