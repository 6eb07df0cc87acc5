/**
 * Without events, writes of others become visible when stored answers expire. Many concurrent requests are all
 * answered.
 */
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { inParallel } from '../../../shared/in-parallel.ts';
import { type RunningServe, startServe } from '../../support/serve.ts';
import { type RunningStack, startStack } from '../../support/stack.ts';

jest.setTimeout(120_000);

const Bucket = 'outside';
const LIFE_SECONDS = 2;
const FILES = 50;
const PUTS_AT_ONCE = 10;
/** 1,000 concurrent requests (TEST_AT_ONCE=1000) is the number that real clients were seen to send. */
const QUESTIONS = Number(process.env.TEST_AT_ONCE ?? 200);
let stack: RunningStack;
let serve: RunningServe;

beforeAll(async () => {
  const lives = { listTtlSeconds: LIFE_SECONDS, statTtlSeconds: LIFE_SECONDS };
  stack = await startStack(['--bucket', Bucket, '--no-events'], {
    S3DEX_BUCKETS: JSON.stringify([{ name: Bucket, events: 'none', ...lives }]),
  });
  serve = await startServe({ endpoint: stack.apiUrl, s3Endpoint: stack.s3Url, flags: ['--head', 'listing'] });
  await inParallel(
    Array.from({ length: FILES }, (_, i) => `d/f${i}`),
    PUTS_AT_ONCE,
    (key) => put(key, 1),
  );
});
afterAll(async () => {
  await serve.stop();
  await stack.stop();
});

/** Writes to S3 as another program would. */
const put = (Key: string, size: number) =>
  stack.s3.send(new PutObjectCommand({ Bucket, Key, Body: Buffer.alloc(size) }));
const LIST = `/${Bucket}?list-type=2&prefix=d%2F&delimiter=%2F`;
const ask = (path: string, method = 'GET') => fetch(serve.url + path, { method });

test('an answer without a write of another program is no older than its life', async () => {
  expect(await (await ask(LIST)).text()).not.toContain('d/new');
  await put('d/new', 1);
  for (;;) {
    const answer = await ask(LIST);
    if ((await answer.text()).includes('d/new')) break;
    expect(Number(answer.headers.get('age'))).toBeLessThanOrEqual(LIFE_SECONDS);
  }
  expect((await ask(`/${Bucket}/d/new`, 'HEAD')).status).toBe(200);
});

test('many concurrent LISTs and HEADs all get the same answers', async () => {
  const expected = await (await fetch(stack.s3Url + LIST)).text();
  const answers = await Promise.all(
    Array.from({ length: QUESTIONS }, async (_, i) => {
      if (i % 2 === 0) return (await ask(LIST)).text();
      const { status, headers } = await ask(`/${Bucket}/d/f${i % FILES}`, 'HEAD');
      return `${status} ${headers.get('content-length')}`;
    }),
  );
  for (const [i, answer] of answers.entries()) expect(answer).toBe(i % 2 === 0 ? expected : '200 1');
});
