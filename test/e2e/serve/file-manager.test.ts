/**
 * What a file manager asks to show a directory of 100 files: a listing, then for every file "is anything below it?" and a HEAD. Straight
 * from S3 that is 201 calls, each time.
 */
import { HeadObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type RunningServe, startServe } from '../../support/serve.ts';
import { type RunningStack, startStack } from '../../support/stack.ts';

jest.setTimeout(120_000);

const BUCKET = 'files';
const FILES = 100;
let stack: RunningStack;
let serve: RunningServe;
let s3: S3Client;

beforeAll(async () => {
  stack = await startStack(['--bucket', BUCKET]);
  serve = await startServe({ endpoint: stack.apiUrl, s3Endpoint: stack.s3Url, flags: ['--head', 'listing'] });
  s3 = serve.client();
  for (let i = 0; i < FILES; i++) await put(`dir/file${i}.txt`, 'a'.repeat(i));
  await stack.settle();
});
afterAll(async () => {
  await serve.stop();
  await stack.stop();
});

/** By another program, straight to S3. */
const put = (Key: string, Body: string) => stack.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));

/** Sizes by key, as shown. `below`: how it is asked whether a file is a directory. */
async function render(below: { Delimiter?: string; MaxKeys: number }): Promise<Map<string, number>> {
  const page = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'dir/', Delimiter: '/' }));
  const sizes = new Map<string, number>();
  for (const { Key, Size } of page.Contents ?? []) {
    const inside = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: `${Key}/`, ...below }));
    expect(inside.KeyCount).toBe(0);
    const head = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key }));
    expect(head.ContentLength).toBe(Size);
    sizes.set(Key!, head.ContentLength!);
  }
  return sizes;
}

/** Everybody's calls to S3: the service's own, and what passed. */
async function callsOf(act: () => Promise<unknown>): Promise<number> {
  const total = async () => {
    const { s3: own, s3Endpoint: others } = await stack.metrics();
    return own.list + own.head + others.list + others.head;
  };
  const before = await total();
  await act();
  return (await total()) - before;
}

const WAYS = [{ MaxKeys: 1 }, { MaxKeys: 2 }, { MaxKeys: 1, Delimiter: '/' }, { MaxKeys: 2, Delimiter: '/' }];

test('the first time costs one call to S3, every further one none', async () => {
  expect(
    await callsOf(async () => {
      const sizes = await render(WAYS[0]!);
      expect(sizes.size).toBe(FILES);
    }),
  ).toBe(1);
  for (const way of WAYS) expect(await callsOf(() => render(way))).toBe(0);
});

test('after a write of another program at most one, and never an old size', async () => {
  for (const [i, way] of WAYS.entries()) {
    await put('dir/file7.txt', 'b'.repeat(1_000 + i));
    await stack.settle();
    let sizes = new Map<string, number>();
    expect(
      await callsOf(async () => {
        sizes = await render(way);
      }),
    ).toBeLessThanOrEqual(1);
    expect(sizes.get('dir/file7.txt')).toBe(1_000 + i);
  }
});

test('a new file and a removed one are seen once their events are processed', async () => {
  await put('dir/new.txt', 'new');
  await stack.settle();
  expect(
    await callsOf(async () => expect((await render(WAYS[0]!)).get('dir/new.txt')).toBe(3)),
  ).toBeLessThanOrEqual(1);
});
