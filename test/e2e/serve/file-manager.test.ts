/**
 * Sends the calls of a file manager that shows a directory of 100 files: a listing, then for every file the question
 * whether anything is below it, and a HEAD. Without the index, this is 201 calls to S3 each time.
 */
import { HeadObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { inParallel } from '../../../shared/in-parallel.ts';
import { type RunningServe, startServe } from '../../support/serve.ts';
import { type RunningStack, startStack } from '../../support/stack.ts';

jest.setTimeout(120_000);

const BUCKET = 'files';
const FILES = 100;
/** Directories with the same files. The later ones are needed only on a busy machine, see ROUNDS. */
const DIRECTORIES = ['dir/', 'dir2/', 'dir3/'];
/** A file manager sends its calls one by one. Concurrent calls are the same and take less time. */
const FILES_AT_ONCE = 10;
let stack: RunningStack;
let serve: RunningServe;
let s3: S3Client;

beforeAll(async () => {
  stack = await startStack(['--bucket', BUCKET]);
  serve = await startServe({ endpoint: stack.apiUrl, s3Endpoint: stack.s3Url, flags: ['--head', 'listing'] });
  s3 = serve.client();
  await inParallel(
    Array.from({ length: FILES }, (_, i) => i),
    FILES_AT_ONCE,
    async (i) => {
      for (const directory of DIRECTORIES) await put(`${directory}file${i}.txt`, 'a'.repeat(i));
    },
  );
  await stack.settle();
});
afterAll(async () => {
  await serve.stop();
  await stack.stop();
});

/** Writes directly to S3, as another program would. */
const put = (Key: string, Body: string) =>
  stack.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: Buffer.from(Body) }));

/**
 * Returns the sizes by key, as a file manager shows them. `below`: the call that asks whether a file is a directory.
 */
async function render(
  below: { Delimiter?: string; MaxKeys: number },
  isShown: (key: string) => boolean = () => true,
  directory = 'dir/',
): Promise<Map<string, number>> {
  const page = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: directory, Delimiter: '/' }));
  const shown = (page.Contents ?? []).filter(({ Key }) => isShown(Key!));
  const sizes = await inParallel(shown, FILES_AT_ONCE, async ({ Key, Size }) => {
    const inside = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: `${Key}/`, ...below }));
    expect(inside.KeyCount).toBe(0);
    const head = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key }));
    expect(head.ContentLength).toBe(Size);
    return [Key!, head.ContentLength!] as const;
  });
  return new Map(sizes);
}

/** The number of all calls to S3: the service's own, and those that were passed on. */
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

/** Is the file in a window that shows only a part of the files? `file7.txt` is. */
const isInWindow = (key: string) => key.endsWith('7.txt');

/**
 * On a busy machine, the table may not answer within its second, and the request is then answered from S3. So the
 * calls are counted again, up to this number of times, until there are as few as there must be.
 */
const ROUNDS = 3;

async function fewestCalls(bound: number, round: (i: number) => Promise<unknown>): Promise<number> {
  let fewest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < ROUNDS && fewest > bound; i++) {
    fewest = Math.min(fewest, await callsOf(() => round(i)));
  }
  return fewest;
}

test('costs one call to S3 the first time, and none after that', async () => {
  const first = await fewestCalls(1, async (i) => {
    const sizes = await render(WAYS[0]!, undefined, DIRECTORIES[i]);
    expect(sizes.size).toBe(FILES);
  });
  expect(first).toBe(1);
  expect(await fewestCalls(0, () => render(WAYS[0]!))).toBe(0);
  for (const way of WAYS.slice(1)) expect(await fewestCalls(0, () => render(way, isInWindow))).toBe(0);
});

test('costs at most one call after a write of another program, and never shows an old size', async () => {
  let sizeBytes = 1_000;
  for (const way of [WAYS[0]!, WAYS[3]!]) {
    const calls = await fewestCalls(1, async () => {
      sizeBytes++;
      await put('dir/file7.txt', 'b'.repeat(sizeBytes));
      await stack.settle();
      const sizes = await render(way, isInWindow);
      expect(sizes.get('dir/file7.txt')).toBe(sizeBytes);
    });
    expect(calls).toBeLessThanOrEqual(1);
  }
});

test('shows a new file after its event is processed', async () => {
  const calls = await fewestCalls(1, async (i) => {
    const key = `dir/new${i}.txt`;
    await put(key, 'new');
    await stack.settle();
    expect((await render(WAYS[0]!, (shown) => shown === key)).get(key)).toBe(3);
  });
  expect(calls).toBeLessThanOrEqual(1);
});
