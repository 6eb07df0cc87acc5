import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from '@jest/globals';
import { BUCKET, endpointForSuite } from './endpoint.ts';

const started = endpointForSuite();
const put = (Key: string, input: Partial<PutObjectCommand['input']> = {}) =>
  started.client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: 'hello', ...input }));
const head = (Key: string) => started.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key }));
const get = (Key: string, input: Partial<GetObjectCommand['input']> = {}) =>
  started.client.send(new GetObjectCommand({ Bucket: BUCKET, Key, ...input }));
const copy = (from: string, Key: string, input: Partial<CopyObjectCommand['input']> = {}) =>
  started.client.send(
    new CopyObjectCommand({ Bucket: BUCKET, Key, CopySource: `${BUCKET}/${from}`, ...input }),
  );
const HELLO_MD5 = '"5d41402abc4b2a76b9719d911017c592"';

describe('put, head, get', () => {
  test('all headers of an object are returned; its ETag is the MD5', async () => {
    const input = {
      ContentType: 'text/x-test',
      ContentEncoding: 'identity',
      ContentDisposition: 'attachment',
      ContentLanguage: 'de',
      CacheControl: 'max-age=5',
      Expires: new Date('2030-01-01T00:00:00Z'),
      Metadata: { one: 'Eins', two: 'zwei, drei' },
      StorageClass: 'STANDARD_IA' as const,
    };
    expect((await put('full', input)).ETag).toBe(HELLO_MD5);
    const told = await head('full');
    const { Expires: _expires, ...rest } = input;
    expect(told).toMatchObject({
      ...rest,
      ContentLength: 5,
      ETag: HELLO_MD5,
      ExpiresString: 'Tue, 01 Jan 2030 00:00:00 GMT',
    });
    const got = await get('full');
    expect(await got.Body?.transformToString()).toBe('hello');
    expect(got).toMatchObject(rest);
  });

  test('the standard class is omitted, as in S3; times have whole seconds', async () => {
    await put('plain');
    const told = await head('plain');
    expect(told.StorageClass).toBeUndefined();
    expect(told.ContentType).toBe('application/octet-stream');
    expect(told.LastModified!.getTime() % 1000).toBe(0);
    expect(told.ContentEncoding).toBeUndefined();
  });

  test.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
    '%s is checked at the upload, stored, and returned on request',
    async (ChecksumAlgorithm) => {
      const answer = await put(`sum-${ChecksumAlgorithm}`, { ChecksumAlgorithm });
      const name = `Checksum${ChecksumAlgorithm}` as const;
      expect(answer[name]).toEqual(expect.any(String));
      const got = await get(`sum-${ChecksumAlgorithm}`, { ChecksumMode: 'ENABLED' });
      expect(got[name]).toBe(answer[name]);
      expect(await got.Body?.transformToString()).toBe('hello');
      await expect(put('bad', { [name]: answer[name], Body: 'other' })).rejects.toMatchObject({
        name: 'BadDigest',
      });
    },
  );

  test('streamed bodies with aws-chunked and a trailing checksum are accepted', async () => {
    const body = Readable.from([Buffer.alloc(150_000, 'x'), Buffer.alloc(50_000, 'x')]);
    await put('streamed', { Body: body, ContentLength: 200_000, ContentEncoding: 'gzip' });
    expect(await head('streamed')).toMatchObject({ ContentLength: 200_000, ContentEncoding: 'gzip' });
    expect((await (await get('streamed')).Body?.transformToString())?.length).toBe(200_000);
  });

  test('Content-MD5 must be valid and must match', async () => {
    await expect(put('md5', { ContentMD5: 'XUFAKrxLKna5cZ2REBfFkg==' })).resolves.toBeDefined();
    await expect(put('md5', { ContentMD5: 'XUFAKrxLKna5cZ2REBfFkA==' })).rejects.toMatchObject({
      name: 'BadDigest',
    });
    await expect(put('md5', { ContentMD5: 'nonsense' })).rejects.toMatchObject({ name: 'InvalidDigest' });
  });

  test('ranges: in the middle, at the end, and outside', async () => {
    await put('range', { Body: '0123456789' });
    const part = await get('range', { Range: 'bytes=2-4' });
    expect([part.ContentRange, part.ContentLength, await part.Body?.transformToString()]).toEqual([
      'bytes 2-4/10',
      3,
      '234',
    ]);
    const end = await get('range', { Range: 'bytes=-2', ChecksumMode: 'ENABLED' });
    expect(await end.Body?.transformToString()).toBe('89');
    await expect(get('range', { Range: 'bytes=10-' })).rejects.toMatchObject({ name: 'InvalidRange' });
    const whole = await get('range', { Range: 'bytes=5-2' });
    expect(whole.ContentLength).toBe(10);
  });

  test('conditions', async () => {
    await put('conditional');
    const { LastModified } = await head('conditional');
    const before = new Date(LastModified!.getTime() - 1000);
    const status = async (input: Partial<GetObjectCommand['input']>) =>
      get('conditional', input).then(
        (answer) => answer.$metadata.httpStatusCode,
        (error) => error.$metadata.httpStatusCode,
      );
    expect(await status({ IfNoneMatch: HELLO_MD5 })).toBe(304);
    expect(await status({ IfNoneMatch: '*' })).toBe(304);
    expect(await status({ IfNoneMatch: '"other"' })).toBe(200);
    expect(await status({ IfMatch: HELLO_MD5 })).toBe(200);
    expect(await status({ IfMatch: '"other"' })).toBe(412);
    expect(await status({ IfModifiedSince: LastModified })).toBe(304);
    expect(await status({ IfModifiedSince: before })).toBe(200);
    expect(await status({ IfUnmodifiedSince: before })).toBe(412);
    expect(await status({ IfUnmodifiedSince: LastModified })).toBe(200);
    // RFC 9110: conditions on the ETag have precedence over those on the time.
    expect(await status({ IfMatch: HELLO_MD5, IfUnmodifiedSince: before })).toBe(200);
    expect(await status({ IfNoneMatch: '"other"', IfModifiedSince: LastModified })).toBe(200);
  });

  test('a conditional write: only if the key does not exist, or only over a known object', async () => {
    await put('once', { IfNoneMatch: '*' });
    await expect(put('once', { IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(put('once', { IfMatch: '"other"' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await put('once', { IfMatch: HELLO_MD5, Body: 'new' });
    expect((await head('once')).ContentLength).toBe(3);
    await expect(put('never', { IfMatch: HELLO_MD5 })).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('a missing object is 404, with a code if the answer has a body', async () => {
    await expect(get('absent')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(head('absent')).rejects.toMatchObject({ name: 'NotFound' });
    const nowhere = new GetObjectCommand({ Bucket: 'nowhere', Key: 'x' });
    await expect(started.client.send(nowhere)).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  test('unsupported features are refused, not ignored', async () => {
    await expect(put('tagged', { Tagging: 'a=b' })).rejects.toMatchObject({ name: 'NotImplemented' });
    await expect(put('kms', { ServerSideEncryption: 'aws:kms' })).rejects.toMatchObject({
      name: 'NotImplemented',
    });
    await expect(put('class', { StorageClass: 'SNOW' })).rejects.toMatchObject({
      name: 'InvalidStorageClass',
    });
    await expect(put('big', { Metadata: { a: 'x'.repeat(2048) } })).rejects.toMatchObject({
      name: 'MetadataTooLarge',
    });
    await expect(head('tagged')).rejects.toMatchObject({ name: 'NotFound' });
  });
});

describe('copy', () => {
  test('copies the metadata unless it is replaced; the class comes from the request', async () => {
    await put('source', { Metadata: { a: '1' }, ContentType: 'text/a', StorageClass: 'STANDARD_IA' });
    const answer = await copy('source', 'copied');
    expect(answer.CopyObjectResult?.ETag).toBe(HELLO_MD5);
    const copied = await head('copied');
    expect(copied).toMatchObject({ Metadata: { a: '1' }, ContentType: 'text/a', ContentLength: 5 });
    expect(copied.StorageClass).toBeUndefined();
    await copy('source', 'replaced', { MetadataDirective: 'REPLACE', Metadata: { b: '2' } });
    expect((await head('replaced')).Metadata).toEqual({ b: '2' });
  });

  test('an object can be copied onto itself only with a change', async () => {
    await put('self');
    await expect(copy('self', 'self')).rejects.toMatchObject({ name: 'InvalidRequest' });
    await copy('self', 'self', { MetadataDirective: 'REPLACE', Metadata: { touched: 'yes' } });
    expect((await head('self')).Metadata).toEqual({ touched: 'yes' });
    await copy('self', 'self', { StorageClass: 'STANDARD_IA' });
    expect(await head('self')).toMatchObject({ StorageClass: 'STANDARD_IA', Metadata: { touched: 'yes' } });
  });

  test('odd keys can be sources, by their encoded names', async () => {
    for (const key of ['a b+c', '%2F', 'é/😀', '/x', 'a?versionId=b']) {
      await put(key, { Body: key });
      await copy(encodeURIComponent(key), 'target');
      expect(await (await get('target')).Body?.transformToString()).toBe(key);
    }
  });

  test('conditions are checked, and missing or unnamed sources are refused', async () => {
    await put('source');
    await expect(copy('source', 'x', { CopySourceIfMatch: '"no"' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(copy('source', 'x', { CopySourceIfNoneMatch: HELLO_MD5 })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(copy('absent', 'x')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(copy('', 'x')).rejects.toMatchObject({ name: 'InvalidArgument' });
    await expect(copy('%ff', 'x')).rejects.toMatchObject({ name: 'InvalidArgument' });
  });
});

describe('delete', () => {
  test('is 204 whether or not the key existed', async () => {
    await put('gone');
    const remove = () => started.client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'gone' }));
    expect((await remove()).$metadata.httpStatusCode).toBe(204);
    expect((await remove()).$metadata.httpStatusCode).toBe(204);
    await expect(head('gone')).rejects.toMatchObject({ name: 'NotFound' });
  });

  test('at most 1,000 keys in one request, quietly or not', async () => {
    const remove = (keys: string[], Quiet = false) =>
      started.client.send(
        new DeleteObjectsCommand({
          Bucket: BUCKET,
          Delete: { Objects: keys.map((Key) => ({ Key })), Quiet },
        }),
      );
    await put('many-1');
    await put('many-2');
    expect((await remove(['many-1', 'never-there'])).Deleted).toEqual([
      { Key: 'many-1' },
      { Key: 'never-there' },
    ]);
    expect((await remove(['many-2'], true)).Deleted).toBeUndefined();
    const tooLong = await remove(['x'.repeat(1025), 'many-3']);
    expect(tooLong.Errors?.[0]?.Code).toBe('KeyTooLongError');
    expect(tooLong.Deleted).toEqual([{ Key: 'many-3' }]);
    const thousand = Array.from({ length: 1000 }, (_, i) => `k${i}`);
    expect((await remove(thousand)).Deleted).toHaveLength(1000);
    await expect(remove([...thousand, 'one more'])).rejects.toMatchObject({ name: 'MalformedXML' });
  });
});
