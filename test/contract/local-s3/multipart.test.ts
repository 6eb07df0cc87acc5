import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from '@jest/globals';
import { BUCKET, endpointForSuite } from './endpoint.ts';

const started = endpointForSuite();
const MIB = 1024 * 1024;
const FIRST = Buffer.alloc(5 * MIB, 'a');
const LAST = Buffer.from('the rest');

const begin = async (Key: string, input: Partial<CreateMultipartUploadCommand['input']> = {}) =>
  (await started.client.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key, ...input }))).UploadId!;
const send = async (Key: string, UploadId: string, PartNumber: number, Body: Buffer) => {
  const { ETag } = await started.client.send(
    new UploadPartCommand({ Bucket: BUCKET, Key, UploadId, PartNumber, Body }),
  );
  return { PartNumber, ETag };
};
const complete = (Key: string, UploadId: string, Parts: { PartNumber: number; ETag: string | undefined }[]) =>
  started.client.send(
    new CompleteMultipartUploadCommand({ Bucket: BUCKET, Key, UploadId, MultipartUpload: { Parts } }),
  );
const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest();

describe('multipart upload', () => {
  test('joins its parts to one object, with an ETag of their MD5s and the metadata given at the start', async () => {
    const id = await begin('big', { ContentType: 'text/big', Metadata: { a: '1' } });
    // The parts are uploaded out of order, and one of them twice: its later upload counts.
    const last = await send('big', id, 7, LAST);
    await send('big', id, 2, Buffer.from('replaced'));
    const first = await send('big', id, 2, FIRST);
    const answer = await complete('big', id, [first, last]);
    const etag = `"${createHash('md5')
      .update(Buffer.concat([md5(FIRST), md5(LAST)]))
      .digest('hex')}-2"`;
    expect(answer.ETag).toBe(etag);
    const told = await started.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'big' }));
    expect(told).toMatchObject({
      ETag: etag,
      ContentLength: FIRST.length + LAST.length,
      ContentType: 'text/big',
      Metadata: { a: '1' },
    });
    const got = await started.client.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'big' }));
    const bytes = Buffer.from(await got.Body!.transformToByteArray());
    expect(md5(bytes)).toEqual(md5(Buffer.concat([FIRST, LAST])));
    await expect(complete('big', id, [first, last])).rejects.toMatchObject({ name: 'NoSuchUpload' });
    expect(started.events.at(-1)).toMatchObject({ eventName: 'ObjectCreated:CompleteMultipartUpload' });
  });

  test('copies parts from objects, whole or by range', async () => {
    await started.client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'source +é', Body: FIRST }));
    const id = await begin('assembled');
    const CopySource = `${BUCKET}/${encodeURIComponent('source +é')}`;
    const part = async (PartNumber: number, CopySourceRange?: string) => {
      const input = { Bucket: BUCKET, Key: 'assembled', UploadId: id, PartNumber, CopySource };
      const answer = await started.client.send(new UploadPartCopyCommand({ ...input, CopySourceRange }));
      return { PartNumber, ETag: answer.CopyPartResult?.ETag };
    };
    const parts = [await part(1), await part(2, 'bytes=0-9')];
    await complete('assembled', id, parts);
    const told = await started.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'assembled' }));
    expect(told.ContentLength).toBe(FIRST.length + 10);
    const other = await begin('assembled');
    const bad = { Bucket: BUCKET, Key: 'assembled', UploadId: other, PartNumber: 1, CopySource };
    for (const CopySourceRange of [`bytes=0-${FIRST.length}`, 'bytes=5-', 'bytes=5-4', 'x']) {
      await expect(
        started.client.send(new UploadPartCopyCommand({ ...bad, CopySourceRange })),
      ).rejects.toMatchObject({
        name: 'InvalidArgument',
      });
    }
  });

  test('refuses invalid parts', async () => {
    const id = await begin('refused');
    const small = await send('refused', id, 1, LAST);
    const last = await send('refused', id, 2, LAST);
    await expect(complete('refused', id, [small, last])).rejects.toMatchObject({ name: 'EntityTooSmall' });
    await expect(complete('refused', id, [last, small])).rejects.toMatchObject({ name: 'InvalidPartOrder' });
    await expect(complete('refused', id, [{ PartNumber: 3, ETag: small.ETag }])).rejects.toMatchObject({
      name: 'InvalidPart',
    });
    await expect(complete('refused', id, [{ PartNumber: 1, ETag: '"0"' }])).rejects.toMatchObject({
      name: 'InvalidPart',
    });
    await expect(complete('refused', id, [])).rejects.toMatchObject({ name: 'MalformedXML' });
    await expect(send('refused', id, 0, LAST)).rejects.toMatchObject({ name: 'InvalidArgument' });
    await expect(send('refused', id, 10_001, LAST)).rejects.toMatchObject({ name: 'InvalidArgument' });
    await expect(send('refused', 'no-such-id', 1, LAST)).rejects.toMatchObject({ name: 'NoSuchUpload' });
    await expect(send('another key', id, 1, LAST)).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  test('lists its parts in pages, and no longer exists after it is aborted', async () => {
    const id = await begin('parts');
    for (const number of [3, 1, 2]) await send('parts', id, number, LAST);
    const where = { Bucket: BUCKET, Key: 'parts', UploadId: id };
    const first = await started.client.send(new ListPartsCommand({ ...where, MaxParts: 2 }));
    expect(first.Parts?.map((part) => part.PartNumber)).toEqual([1, 2]);
    expect(first).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '2' });
    const rest = await started.client.send(new ListPartsCommand({ ...where, PartNumberMarker: '2' }));
    expect(rest).toMatchObject({ IsTruncated: false, Parts: [{ PartNumber: 3, Size: LAST.length }] });
    await started.client.send(new AbortMultipartUploadCommand(where));
    await expect(started.client.send(new ListPartsCommand(where))).rejects.toMatchObject({
      name: 'NoSuchUpload',
    });
  });

  test('uploads in progress are listed in order of key, by prefix and delimiter, in pages', async () => {
    started.s3.storage.createBucket('uploads');
    for (const Key of ['b/1', 'a', 'b/2', 'c😀', 'c\uff5e', 'a']) {
      await started.client.send(new CreateMultipartUploadCommand({ Bucket: 'uploads', Key }));
    }
    const list = (input: Partial<ListMultipartUploadsCommand['input']> = {}) =>
      started.client.send(new ListMultipartUploadsCommand({ Bucket: 'uploads', ...input }));
    expect((await list()).Uploads?.map((one) => one.Key)).toEqual(['a', 'a', 'b/1', 'b/2', 'c\uff5e', 'c😀']);
    const rolled = await list({ Delimiter: '/' });
    expect(rolled.CommonPrefixes).toEqual([{ Prefix: 'b/' }]);
    expect((await list({ Prefix: 'b/' })).Uploads).toHaveLength(2);
    const names: (string | undefined)[] = [];
    let marker: { KeyMarker?: string; UploadIdMarker?: string } = {};
    for (let truncated = true; truncated; ) {
      const page = await list({ Delimiter: '/', MaxUploads: 1, ...marker });
      names.push(page.Uploads?.[0]?.Key ?? page.CommonPrefixes?.[0]?.Prefix);
      marker = {
        KeyMarker: page.NextKeyMarker,
        UploadIdMarker: page.NextUploadIdMarker,
      };
      truncated = page.IsTruncated === true;
    }
    expect(names).toEqual(['a', 'a', 'b/', 'c\uff5e', 'c😀']);
  });
});
