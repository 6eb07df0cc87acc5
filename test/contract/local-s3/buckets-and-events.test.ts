import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startLocalS3 } from '../../../local/s3/server.ts';
import { BUCKET, endpointForSuite } from './endpoint.ts';

const started = endpointForSuite();

describe('buckets', () => {
  test('are created, listed and deleted', async () => {
    const { client } = started;
    const Bucket = 'comes-and-goes';
    await client.send(new CreateBucketCommand({ Bucket }));
    await client.send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
    );
    expect((await client.send(new HeadBucketCommand({ Bucket }))).BucketRegion).toBe('us-east-1');
    expect((await client.send(new ListBucketsCommand({}))).Buckets?.map((one) => one.Name)).toEqual([
      Bucket,
      BUCKET,
    ]);
    const page = await client.send(new ListBucketsCommand({ MaxBuckets: 1 }));
    expect(page.Buckets).toHaveLength(1);
    const rest = await client.send(new ListBucketsCommand({ ContinuationToken: page.ContinuationToken }));
    expect(rest.Buckets?.map((one) => one.Name)).toEqual([BUCKET]);
    expect((await client.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBeUndefined();
    expect((await client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
    await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x' }));
    await expect(client.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: 'BucketNotEmpty',
    });
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    await client.send(new DeleteBucketCommand({ Bucket }));
    await expect(client.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({ name: 'NotFound' });
    await expect(client.send(new CreateBucketCommand({ Bucket: 'No_Name' }))).rejects.toMatchObject({
      name: 'InvalidBucketName',
    });
  });

  test.each([
    ['policy', 404, 'NoSuchBucketPolicy'],
    ['cors', 404, 'NoSuchCORSConfiguration'],
    ['lifecycle', 404, 'NoSuchLifecycleConfiguration'],
    ['tagging', 404, 'NoSuchTagSet'],
    ['website', 404, 'NoSuchWebsiteConfiguration'],
    ['object-lock', 404, 'ObjectLockConfigurationNotFoundError'],
    ['acl', 200, 'FULL_CONTROL'],
    ['logging', 200, 'BucketLoggingStatus'],
    ['notification', 200, 'NotificationConfiguration'],
    ['requestPayment', 200, 'BucketOwner'],
    ['versions', 200, 'ListVersionsResult'],
    ['metrics', 501, 'NotImplemented'],
  ])('asked for its %s says that nothing is set: %d %s', async (subresource, status, words) => {
    const response = await started.raw(`/${BUCKET}?${subresource}`);
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(words);
    expect((await started.raw(`/nowhere?${subresource}`)).status).toBe(status === 501 ? 501 : 404);
  });
});

describe('events', () => {
  test('every write sends one, with its kind, after the write is visible', async () => {
    const { client, events } = started;
    events.length = 0;
    await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'a b/é+', Body: 'xyz' }));
    await client.send(
      new CopyObjectCommand({ Bucket: BUCKET, Key: 'copy', CopySource: `${BUCKET}/a%20b/%C3%A9%2B` }),
    );
    await client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'copy' }));
    await client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'never-there' }));
    await client.send(
      new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects: [{ Key: 'a b/é+' }, { Key: 'x' }] } }),
    );
    const seen = events.map(({ eventName, s3 }) => [
      eventName,
      s3.object.key,
      s3.object.size,
      s3.object.eTag,
    ]);
    const etag = 'd16fb36f0911f878998c136191af705e';
    expect(seen).toEqual([
      ['ObjectCreated:Put', 'a+b/%C3%A9%2B', 3, etag],
      ['ObjectCreated:Copy', 'copy', 3, etag],
      ['ObjectRemoved:Delete', 'copy', undefined, undefined],
      ['ObjectRemoved:Delete', 'never-there', undefined, undefined],
      ['ObjectRemoved:Delete', 'a+b/%C3%A9%2B', undefined, undefined],
      ['ObjectRemoved:Delete', 'x', undefined, undefined],
    ]);
    const sequencers = events.map((event) => event.s3.object.sequencer);
    expect(sequencers).toEqual([...sequencers].sort());
    expect(new Set(sequencers).size).toBe(sequencers.length);
  });

  test('are sent after the write is visible and before it is answered; a failing receiver does not undo the write', async () => {
    const order: string[] = [];
    const s3 = await startLocalS3({
      port: 0,
      onEvent: async () => {
        order.push(
          `event, listed: ${(await (await fetch(`${s3.url}/late`)).text()).includes('<Key>k</Key>')}`,
        );
        throw new Error('receiver down');
      },
    });
    try {
      s3.storage.createBucket('late');
      const answer = await fetch(`${s3.url}/late/k`, { method: 'PUT', body: 'x' });
      order.push(`answer ${answer.status}`);
      expect(order).toEqual(['event, listed: true', 'answer 200']);
      expect(s3.eventFailures).toBe(1);
    } finally {
      await s3.close();
    }
  });
});

describe('an imported folder', () => {
  const TIME = new Date('2024-05-06T07:08:09.500Z');
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 's3dex-import-'));
    mkdirSync(join(folder, 'sub/deep'), { recursive: true });
    mkdirSync(join(folder, 'empty'));
    writeFileSync(join(folder, 'sub/deep/é ü.txt'), 'content');
    writeFileSync(join(folder, 'top'), '');
    symlinkSync(join(folder, 'top'), join(folder, 'link'));
    symlinkSync(join(folder, 'sub'), join(folder, 'linked-sub'));
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0x66, 0xff])]), 'not UTF-8');
    utimesSync(join(folder, 'sub/deep/é ü.txt'), TIME, TIME);
    started.events.length = 0;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const list = async (Bucket: string) =>
    (await started.client.send(new ListObjectsV2Command({ Bucket }))).Contents?.map((one) => [
      one.Key,
      one.Size,
      one.LastModified,
      one.ETag,
    ]);

  test('is listed with sizes and times from disk; links and names that are not UTF-8 are counted', async () => {
    expect(await started.s3.importDirectory('imported', 'pre/', folder)).toEqual({ files: 2, skipped: 3 });
    const [first, second] = (await list('imported')) ?? [];
    expect(first).toEqual([
      'pre/sub/deep/é ü.txt',
      7,
      new Date('2024-05-06T07:08:09.000Z'),
      expect.stringMatching(/^"[0-9a-f]{32}"$/),
    ]);
    expect(second?.slice(0, 2)).toEqual(['pre/top', 0]);
    expect(started.events).toEqual([]);
  });

  test('has the same ETags at every import', async () => {
    await started.s3.importDirectory('imported-again', 'pre/', folder);
    expect(await list('imported-again')).toEqual(await list('imported'));
  });

  test('serves contents from disk: whole, in part and as copies', async () => {
    const get = async (Key: string, Range?: string) => {
      const answer = await started.client.send(new GetObjectCommand({ Bucket: 'imported', Key, Range }));
      return answer.Body?.transformToString();
    };
    expect(await get('pre/sub/deep/é ü.txt')).toBe('content');
    expect(await get('pre/sub/deep/é ü.txt', 'bytes=3-5')).toBe('ten');
    expect(await get('pre/top')).toBe('');
    const CopySource = `imported/${encodeURIComponent('pre/sub/deep/é ü.txt')}`;
    await started.client.send(new CopyObjectCommand({ Bucket: 'imported', Key: 'copied', CopySource }));
    await started.client.send(new DeleteObjectCommand({ Bucket: 'imported', Key: 'pre/sub/deep/é ü.txt' }));
    expect(await get('copied')).toBe('content');
  });

  test('does not serve a file that has changed since the import', async () => {
    writeFileSync(join(folder, 'sub/deep/é ü.txt'), 'CONTENT');
    const changed = new GetObjectCommand({ Bucket: 'imported-again', Key: 'pre/sub/deep/é ü.txt' });
    await expect(started.client.send(changed)).rejects.toMatchObject({ name: 'InvalidObjectState' });
  });

  test('must exist and be a folder', async () => {
    await expect(started.s3.importDirectory('imported', '', join(folder, 'top'))).rejects.toThrow(
      'not a directory',
    );
    await expect(started.s3.importDirectory('imported', '', join(folder, 'absent'))).rejects.toThrow(
      'ENOENT',
    );
  });
});
