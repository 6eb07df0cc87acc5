/**
 * Writes through `s3dex serve` are visible immediately. There are no events, so the index learns of them in no other
 * way.
 */
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type RunningServe, startServe } from '../../support/serve.ts';
import { type RunningStack, startStack } from '../../support/stack.ts';
import { openGate, type TcpGate } from '../../support/tcp-gate.ts';

jest.setTimeout(120_000);

const Bucket = 'own';
let stack: RunningStack;
let gate: TcpGate;
let serve: RunningServe;
let s3: S3Client;

beforeAll(async () => {
  stack = await startStack(['--bucket', Bucket, '--no-events'], {
    S3DEX_BUCKETS: JSON.stringify([
      { name: Bucket, events: 'none', listTtlSeconds: 600, statTtlSeconds: 600 },
    ]),
  });
  gate = await openGate(Number(new URL(stack.apiUrl).port));
  serve = await startServe({ endpoint: gate.url, s3Endpoint: stack.s3Url, flags: ['--head', 'listing'] });
  s3 = serve.client();
});
afterAll(async () => {
  await serve.stop();
  await gate.shut();
  await stack.stop();
});

async function names(Prefix: string): Promise<string[]> {
  const page = await s3.send(new ListObjectsV2Command({ Bucket, Prefix, Delimiter: '/' }));
  return [
    ...(page.Contents ?? []).map(({ Key }) => Key!),
    ...(page.CommonPrefixes ?? []).map((it) => it.Prefix!),
  ];
}

async function sizeOf(Key: string): Promise<number | 'absent'> {
  try {
    return (await s3.send(new HeadObjectCommand({ Bucket, Key }))).ContentLength ?? -1;
  } catch (error) {
    if ((error as Error).name === 'NotFound') return 'absent';
    throw error;
  }
}

const put = (Key: string, Body: string) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body: Buffer.from(Body) }));
const answered = async () =>
  Object.values((await serve.stats()).answered).reduce((sum, count) => sum + count, 0);

test('put, overwrite, copy, delete and delete many show in the listings of all directories above', async () => {
  expect(await names('')).toEqual([]);
  await put('a/b/one', '1');
  expect(await names('')).toEqual(['a/']);
  expect(await names('a/')).toEqual(['a/b/']);
  expect(await names('a/b/')).toEqual(['a/b/one']);
  await put('a/b/one', '12345');
  expect(await sizeOf('a/b/one')).toBe(5);
  await s3.send(new CopyObjectCommand({ Bucket, Key: 'a/two', CopySource: `${Bucket}/a/b/one` }));
  expect(await names('a/')).toEqual(['a/two', 'a/b/']);
  expect(await sizeOf('a/two')).toBe(5);
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a/b/one' }));
  expect(await names('a/')).toEqual(['a/two']);
  expect(await sizeOf('a/b/one')).toBe('absent');
  for (const key of ['a/x y', 'a/é', 'a/+']) await put(key, key);
  expect(await names('a/')).toEqual(['a/+', 'a/two', 'a/x y', 'a/é']);
  const Objects = ['a/x y', 'a/é', 'a/+', 'a/two'].map((Key) => ({ Key }));
  await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect(await names('a/')).toEqual([]);
  expect(await names('')).toEqual([]);
  // The listings above came from the index, not from S3.
  expect(await answered()).toBeGreaterThan(10);
});

test('a multipart upload is visible when it is complete, and not before', async () => {
  expect(await names('up/')).toEqual([]);
  const Key = 'up/parts';
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const part = await s3.send(
    new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: Buffer.from('part') }),
  );
  expect(await names('up/')).toEqual([]);
  const Parts = [{ PartNumber: 1, ETag: part.ETag }];
  await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
  expect(await names('up/')).toEqual([Key]);
  expect(await sizeOf(Key)).toBe(4);
});

test('while the service is down, everything passes to S3 with one warning, and later no read is older than these writes', async () => {
  await put('down/kept', 'old');
  expect(await names('down/')).toEqual(['down/kept']);
  const { port } = new URL(stack.apiUrl);
  await gate.shut();
  expect(await names('down/')).toEqual(['down/kept']);
  await put('down/kept', 'newer');
  await put('down/added', 'x');
  expect(await sizeOf('down/kept')).toBe(5);
  expect(await names('down/')).toEqual(['down/added', 'down/kept']);
  expect(serve.log().match(/the service does not answer/g)).toHaveLength(1);
  await gate.open(Number(port));
  // The front tries the service again after some seconds. Before and after that, the answers include the writes.
  const before = await answered();
  while ((await answered()) === before) {
    expect(await sizeOf('down/kept')).toBe(5);
    expect(await names('down/')).toEqual(['down/added', 'down/kept']);
  }
  expect(serve.log()).toMatch(/the service answers again/);
  expect(await sizeOf('down/kept')).toBe(5);
  expect(await names('down/')).toEqual(['down/added', 'down/kept']);
});
