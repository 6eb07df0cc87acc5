/** An unchanged file manager in Python with boto3: its 201 calls to S3 become 1 call, and then 0. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type RunningServe, startServe } from '../../support/serve.ts';
import { type RunningStack, startStack } from '../../support/stack.ts';

jest.setTimeout(180_000);

const Bucket = 'files';
const FILES = 100;
const PROGRAMME = join(import.meta.dirname, 'boto3_file_manager.py');
/** Debian's Python with Debian's boto3, unless TEST_PYTHON names another one. */
const PYTHON = process.env.TEST_PYTHON ?? '/usr/bin/python3';
const run = promisify(execFile);
let stack: RunningStack;
let serve: RunningServe;

beforeAll(async () => {
  stack = await startStack(['--bucket', Bucket]);
  serve = await startServe({ endpoint: stack.apiUrl, s3Endpoint: stack.s3Url, flags: ['--head', 'listing'] });
  for (let i = 0; i < FILES; i++) await put(`dir/file-${i}.txt`, i);
  await stack.settle();
});
afterAll(async () => {
  await serve.stop();
  await stack.stop();
});

const put = (Key: string, size: number) =>
  stack.s3.send(new PutObjectCommand({ Bucket, Key, Body: Buffer.alloc(size) }));

async function render(): Promise<{ sizes: Record<string, number>; calls: number }> {
  const total = async () => {
    const { s3, s3Endpoint } = await stack.metrics();
    return s3.list + s3.head + s3Endpoint.list + s3Endpoint.head;
  };
  const before = await total();
  const { stdout } = await run(PYTHON, [PROGRAMME, serve.url, Bucket, 'dir/']);
  return { sizes: JSON.parse(stdout), calls: (await total()) - before };
}

test('it costs one call the first time, none after that, and at most one after a write of another program', async () => {
  const first = await render();
  expect(Object.keys(first.sizes)).toHaveLength(FILES);
  expect(first.calls).toBe(1);
  expect((await render()).calls).toBe(0);
  await put('dir/file-7.txt', 1_007);
  await stack.settle();
  const after = await render();
  expect(after.sizes['dir/file-7.txt']).toBe(1_007);
  expect(after.calls).toBeLessThanOrEqual(1);
});
