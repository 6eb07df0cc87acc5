import {
  DeleteObjectsCommand,
  HeadObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { BUCKET, endpointForSuite, ODD_KEYS } from './endpoint.ts';

const started = endpointForSuite();
const list = (input: Partial<ListObjectsV2Command['input']> = {}): Promise<ListObjectsV2CommandOutput> =>
  started.client.send(new ListObjectsV2Command({ Bucket: BUCKET, ...input }));
const decode = (name = '') => decodeURIComponent(name.replaceAll('+', ' '));
const keysOf = (page: ListObjectsV2CommandOutput) =>
  (page.Contents ?? []).map((object) => decode(object.Key));
const prefixesOf = (page: ListObjectsV2CommandOutput) =>
  (page.CommonPrefixes ?? []).map((one) => decode(one.Prefix));
const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

beforeAll(async () => {
  for (const Key of ODD_KEYS)
    await started.client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: Key }));
});

describe('odd keys', () => {
  test('are listed in UTF-8 order, each as it was written, if URL-encoded names are requested', async () => {
    const page = await list({ EncodingType: 'url' });
    expect(page.EncodingType).toBe('url');
    expect(page.KeyCount).toBe(ODD_KEYS.length);
    expect(keysOf(page)).toEqual([...ODD_KEYS].sort(byBytes));
  });

  test('are listed unchanged without the encoding, except for characters that XML 1.0 cannot represent', async () => {
    const page = await list();
    expect(page.EncodingType).toBeUndefined();
    const written = (page.Contents ?? []).map((object) => object.Key);
    const expected = [...ODD_KEYS]
      .sort(byBytes)
      .map((key) => key.replace(/[\u0001\u001f\ufffe\uffff]/g, '\ufffd'));
    expect(written).toEqual(expected);
  });

  test.each(ODD_KEYS)('%j can be read by its name', async (Key) => {
    const head = await started.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key }));
    expect(head.ContentLength).toBe(Buffer.byteLength(Key));
    const page = await list({ Prefix: Key, EncodingType: 'url', MaxKeys: 1 });
    expect(keysOf(page)).toEqual([Key]);
    expect(decode(page.Prefix)).toBe(Key);
    expect(page.Contents?.[0]).toMatchObject({
      ETag: head.ETag,
      Size: head.ContentLength,
      LastModified: head.LastModified,
    });
  });

  test.each([undefined, '/', 'e', ' ', '\n', '\u0001', '😀', '//'])(
    'pages with delimiter %j contain the same as one page',
    async (Delimiter) => {
      const input = { EncodingType: 'url' as const, Delimiter };
      const whole = await list(input);
      const keys: string[] = [];
      const prefixes: string[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page = await list({ ...input, MaxKeys: 2, ContinuationToken });
        expect(page.KeyCount).toBe(keysOf(page).length + prefixesOf(page).length);
        expect(page.IsTruncated).toBe(page.NextContinuationToken !== undefined);
        keys.push(...keysOf(page));
        prefixes.push(...prefixesOf(page));
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken);
      expect(keys).toEqual(keysOf(whole));
      expect(prefixes).toEqual(prefixesOf(whole));
      expect(decode(whole.Delimiter)).toBe(Delimiter ?? '');
    },
  );

  test('are all deleted by name in one request', async () => {
    await started.client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'control', Body: 'stays' }));
    const Objects = ODD_KEYS.map((Key) => ({ Key }));
    const { Deleted, Errors } = await started.client.send(
      new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects } }),
    );
    expect(Errors).toBeUndefined();
    expect(Deleted).toHaveLength(ODD_KEYS.length);
    expect(keysOf(await list())).toEqual(['control']);
  });
});

describe('parameters', () => {
  const TREE = ['a', 'a-', 'a/', 'a/b', 'a/c/d', 'a0', 'b/x', 'b/y', 'c'];

  beforeAll(() => {
    started.s3.storage.createBucket('tree');
    for (const key of TREE) {
      started.s3.storage.put('tree', { key, sizeBytes: 3, etag: 'e', lastModifiedMs: 1_700_000_000_999 });
    }
  });
  const tree = (input: Partial<ListObjectsV2Command['input']> = {}) => list({ Bucket: 'tree', ...input });
  const both = (page: ListObjectsV2CommandOutput) => [keysOf(page), prefixesOf(page)];

  test('common prefixes are returned beside the keys', async () => {
    expect(both(await tree({ Delimiter: '/' }))).toEqual([
      ['a', 'a-', 'a0', 'c'],
      ['a/', 'b/'],
    ]);
    expect(both(await tree({ Delimiter: '/', Prefix: 'a/' }))).toEqual([['a/', 'a/b'], ['a/c/']]);
    expect(both(await tree({ Delimiter: '/', Prefix: 'a' }))).toEqual([['a', 'a-', 'a0'], ['a/']]);
  });

  test('a common prefix not greater than StartAfter is left out, one that is greater stays', async () => {
    expect(both(await tree({ Delimiter: '/', StartAfter: 'a/b' }))).toEqual([['a0', 'c'], ['b/']]);
    expect(both(await tree({ Delimiter: '/', StartAfter: 'a/' }))).toEqual([['a0', 'c'], ['b/']]);
    expect(both(await tree({ Delimiter: '/', StartAfter: 'a-' }))).toEqual([
      ['a0', 'c'],
      ['a/', 'b/'],
    ]);
    const page = await tree({ StartAfter: 'zzz' });
    expect(page).toMatchObject({ StartAfter: 'zzz', KeyCount: 0, IsTruncated: false });
  });

  test('a token has precedence over StartAfter', async () => {
    const first = await tree({ MaxKeys: 2 });
    const second = await tree({
      MaxKeys: 2,
      ContinuationToken: first.NextContinuationToken,
      StartAfter: 'b/x',
    });
    expect(keysOf(second)).toEqual(['a/', 'a/b']);
    expect(second.ContinuationToken).toBe(first.NextContinuationToken);
  });

  test('MaxKeys counts common prefixes too; 0 returns nothing; more than 1,000 is 1,000', async () => {
    expect(await tree({ Delimiter: '/', MaxKeys: 3 })).toMatchObject({
      KeyCount: 3,
      IsTruncated: true,
      MaxKeys: 3,
    });
    expect(await tree({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false, MaxKeys: 0 });
    expect(await tree({ MaxKeys: 5000 })).toMatchObject({ KeyCount: TREE.length, MaxKeys: 1000 });
  });

  test('an object is listed as in S3: whole seconds, quoted ETag, class, and the owner if requested', async () => {
    const [plain] = (await tree({ MaxKeys: 1 })).Contents ?? [];
    expect(plain).toEqual({
      Key: 'a',
      LastModified: new Date(1_700_000_000_000),
      ETag: '"e"',
      Size: 3,
      StorageClass: 'STANDARD',
    });
    const [owned] = (await tree({ MaxKeys: 1, FetchOwner: true })).Contents ?? [];
    expect(owned?.Owner?.ID).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each([
    ['max-keys=-1', 'InvalidArgument'],
    ['max-keys=x', 'InvalidArgument'],
    ['max-keys=1.5', 'InvalidArgument'],
    ['max-keys=2147483648', 'InvalidArgument'],
    ['encoding-type=base64', 'InvalidArgument'],
    ['continuation-token=AAAA', 'InvalidArgument'],
    ['continuation-token=', 'InvalidArgument'],
    ['list-type=3', 'InvalidArgument'],
    ['prefix=%ff', 'InvalidURI'],
  ])('%s is refused', async (query, code) => {
    const response = await started.raw(
      `/tree?${query.startsWith('list-type') ? '' : 'list-type=2&'}${query}`,
    );
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(`<Code>${code}</Code>`);
  });

  test('ListObjects pages by Marker, and returns NextMarker only with a delimiter', async () => {
    const v1 = (input: Partial<ListObjectsCommand['input']>) =>
      started.client.send(new ListObjectsCommand({ Bucket: 'tree', ...input }));
    const names: (string | undefined)[] = [];
    let Marker: string | undefined;
    do {
      const page = await v1({ Delimiter: '/', MaxKeys: 1, Marker });
      names.push(page.Contents?.[0]?.Key ?? page.CommonPrefixes?.[0]?.Prefix);
      expect(page.IsTruncated).toBe(page.NextMarker !== undefined);
      Marker = page.NextMarker;
    } while (Marker !== undefined);
    expect(names).toEqual(['a', 'a-', 'a/', 'a0', 'b/', 'c']);
    const plain = await v1({ MaxKeys: 2 });
    expect(plain).toMatchObject({ IsTruncated: true, Marker: '' });
    expect(plain.NextMarker).toBeUndefined();
    expect(plain.Contents?.[0]?.Owner).toBeDefined();
    expect((await v1({ Marker: 'a/' })).Contents?.[0]?.Key).toBe('a/b');
  });
});

describe('versions', () => {
  test.each([1, 3, 1000])('every object is listed once, as version null, in pages of %i', async (MaxKeys) => {
    const seen: string[] = [];
    let markers = {};
    for (;;) {
      const page = await started.client.send(
        new ListObjectVersionsCommand({ Bucket: BUCKET, EncodingType: 'url', MaxKeys, ...markers }),
      );
      for (const { Key, VersionId, IsLatest } of page.Versions ?? []) {
        expect([VersionId, IsLatest]).toEqual(['null', true]);
        seen.push(decode(Key));
      }
      if (!page.IsTruncated) break;
      markers = { KeyMarker: decode(page.NextKeyMarker), VersionIdMarker: page.NextVersionIdMarker };
    }
    expect(seen).toEqual(keysOf(await list({ EncodingType: 'url' })));
  });

  test('common prefixes are the same as in other listings', async () => {
    const page = await started.client.send(
      new ListObjectVersionsCommand({ Bucket: BUCKET, EncodingType: 'url', Delimiter: '/' }),
    );
    const plain = await list({ EncodingType: 'url', Delimiter: '/' });
    expect(page.CommonPrefixes).toEqual(plain.CommonPrefixes);
    expect(page.Versions?.map(({ Key }) => Key)).toEqual(plain.Contents?.map(({ Key }) => Key));
  });
});
