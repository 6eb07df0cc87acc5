/** The plugin of the SDK's own client returns the same outputs as S3, with fewer calls. */
import {
  DeleteObjectCommand,
  HeadObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  NotFound,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
  waitUntilObjectExists,
  waitUntilObjectNotExists,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { createClient } from '../../../contract/client.ts';
import { indexed } from '../../../front/plugin/s3.ts';
import { LOCAL_CREDENTIALS, type RunningStack, startStack } from '../../support/stack.ts';

jest.setTimeout(120_000);

const Bucket = 'plugged';
let stack: RunningStack;
let s3: S3Client;
const passed: string[] = [];

beforeAll(async () => {
  stack = await startStack(['--bucket', Bucket]);
  s3 = new S3Client({
    endpoint: stack.s3Url,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: LOCAL_CREDENTIALS,
  });
  const client = createClient({ endpoint: stack.apiUrl });
  s3.middlewareStack.use(
    indexed({
      client,
      onPass: (operation, { reason, detail }) => passed.push(`${operation}: ${reason} ${detail ?? ''}`),
    }),
  );
  for (const Key of ['a/é 1', 'a/two+', 'a/deep/x', 'b'])
    await stack.s3.send(
      new PutObjectCommand({
        Bucket,
        Key,
        Body: Buffer.from(Key),
        ContentType: 'text/x',
        Metadata: { colour: 'blue' },
      }),
    );
  await stack.settle();
});
afterAll(async () => {
  s3.destroy();
  await stack.stop();
});

async function others(act: () => Promise<unknown>): Promise<number> {
  const { s3Endpoint: before } = await stack.metrics();
  await act();
  const { s3Endpoint: after } = await stack.metrics();
  return after.list + after.head - before.list - before.head;
}

const plain = ({ $metadata: _, ...output }: object & { $metadata?: unknown }) => output;

test.each([
  { Prefix: 'a/', Delimiter: '/' },
  { Prefix: 'a/', Delimiter: '/', MaxKeys: 1 },
  { Prefix: '', Delimiter: '/', EncodingType: 'url' as const, StartAfter: 'a' },
  { Prefix: 'nothing/', Delimiter: '/' },
])('a listing of %j has the same output as from S3, without a call to S3', async (input) => {
  const command = () => new ListObjectsV2Command({ Bucket, ...input });
  const theirs = plain(await stack.s3.send(command()));
  const calls = await others(async () => expect(plain(await s3.send(command()))).toEqual(theirs));
  expect(calls).toBe(0);
});

test('a HEAD has the same output too, with the fields that only HEAD returns; a missing object is NotFound', async () => {
  const command = () => new HeadObjectCommand({ Bucket, Key: 'a/é 1' });
  const theirs = plain(await stack.s3.send(command()));
  expect(await others(async () => expect(plain(await s3.send(command()))).toEqual(theirs))).toBe(0);
  const absent = s3.send(new HeadObjectCommand({ Bucket, Key: 'nowhere' }));
  await expect(absent).rejects.toBeInstanceOf(NotFound);
});

test('paginators return the same pages', async () => {
  const pages = paginateListObjectsV2({ client: s3, pageSize: 1 }, { Bucket, Prefix: 'a/', Delimiter: '/' });
  const seen: (string | undefined)[] = [];
  const calls = await others(async () => {
    for await (const page of pages)
      seen.push(
        ...(page.Contents ?? []).map(({ Key }) => Key),
        ...(page.CommonPrefixes ?? []).map((it) => it.Prefix),
      );
  });
  expect(seen).toEqual(['a/deep/', 'a/two+', 'a/é 1']);
  expect(calls).toBe(0);
});

test('own writes are visible at once, with or without events', async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key: 'a/new', Body: Buffer.from('new') }));
  const list = () => s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'a/', Delimiter: '/' }));
  expect((await list()).Contents?.map(({ Key }) => Key)).toEqual(['a/new', 'a/two+', 'a/é 1']);
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a/new' }));
  expect((await list()).Contents?.map(({ Key }) => Key)).toEqual(['a/two+', 'a/é 1']);
});

test('waiters see what S3 has', async () => {
  const later = { client: s3, maxWaitTime: 20, minDelay: 1, maxDelay: 1 };
  await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'later' }))).rejects.toThrow();
  const waiting = waitUntilObjectExists(later, { Bucket, Key: 'later' });
  await stack.s3.send(new PutObjectCommand({ Bucket, Key: 'later', Body: Buffer.from('x') }));
  expect((await waiting).state).toBe('SUCCESS');
  const gone = waitUntilObjectNotExists(later, { Bucket, Key: 'later' });
  await stack.s3.send(new DeleteObjectCommand({ Bucket, Key: 'later' }));
  expect((await gone).state).toBe('SUCCESS');
});

test('requests that the index cannot answer exactly go to S3, with the reason reported', async () => {
  passed.length = 0;
  await s3.send(new ListObjectsV2Command({ Bucket, Delimiter: 'x' }));
  await s3.send(new ListObjectsV2Command({ Bucket, Delimiter: '/', FetchOwner: true }));
  await s3.send(new HeadObjectCommand({ Bucket, Key: 'b', VersionId: 'null' }));
  await s3.send(new ListObjectsCommand({ Bucket, Delimiter: '/' }));
  expect(passed).toEqual([
    'ListObjectsV2: not-indexed delimiter',
    'ListObjectsV2: not-indexed owner',
    'HeadObject: not-indexed VersionId',
    'ListObjects: not-indexed owner',
  ]);
});

test('an aborted call is rejected', async () => {
  const controller = new AbortController();
  controller.abort();
  const sent = s3.send(new ListObjectsV2Command({ Bucket, Delimiter: '/' }), {
    abortSignal: controller.signal,
  });
  await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
});
