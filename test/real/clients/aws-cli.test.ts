/** Debian's aws-cli. Each step continues from the previous step. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  BIG_BYTES,
  BUCKET,
  CONTROL_NAMES,
  ODD_NAMES,
  readTree,
  type Seen,
  workplaceForSuite,
} from './workplace.ts';

const place = workplaceForSuite();
const aws = (...args: string[]) =>
  place.run('aws', ['--endpoint-url', place.s3.url, '--output', 'json', ...args]);
const s3 = (...args: string[]) => aws('s3', ...args);
const url = (key = '') => `s3://${BUCKET}/${key}`;

interface Listed {
  Contents?: { Key: string; Size: number; ETag: string }[];
  CommonPrefixes?: { Prefix: string }[];
}

async function theirs(...args: string[]): Promise<Seen[]> {
  const page = JSON.parse(
    (await aws('s3api', 'list-objects-v2', '--bucket', BUCKET, ...args)) || '{}',
  ) as Listed;
  return (page.Contents ?? []).map(({ Key, Size, ETag }) => ({
    key: Key,
    sizeBytes: Size,
    etag: JSON.parse(ETag) as string,
  }));
}

describe('aws-cli', () => {
  test('creates a bucket and lists it', async () => {
    await s3('mb', url());
    expect(await s3('ls')).toContain(BUCKET);
  });

  test('cp: upload, copy, download', async () => {
    const file = place.write('hello.txt', 'hello');
    await s3('cp', file, url('a b/hello+1.txt'), '--metadata', 'colour=blue', '--content-type', 'text/x');
    await s3('cp', url('a b/hello+1.txt'), url('copied/é.txt'));
    await s3('cp', url('copied/é.txt'), join(place.folder, 'back.txt'));
    expect(readFileSync(join(place.folder, 'back.txt'), 'utf8')).toBe('hello');
    const head = JSON.parse(await aws('s3api', 'head-object', '--bucket', BUCKET, '--key', 'copied/é.txt'));
    expect(head).toMatchObject({
      ContentType: 'text/x',
      Metadata: { colour: 'blue' },
      ETag: '"5d41402abc4b2a76b9719d911017c592"',
    });
    expect(await theirs()).toEqual(place.ours());
  });

  test('mv and rm', async () => {
    await s3('mv', url('copied/é.txt'), url('moved/😀.txt'));
    expect(place.keys()).toEqual(['a b/hello+1.txt', 'moved/😀.txt']);
    await s3('rm', url('a b/hello+1.txt'));
    expect(await theirs()).toEqual(place.ours());
    expect(place.keys()).toEqual(['moved/😀.txt']);
  });

  test('sync: uploads a tree with odd names, deletes in one request, and downloads the tree again', async () => {
    for (const name of [...ODD_NAMES, ...CONTROL_NAMES]) place.write(`tree/sub dir/${name}`, name);
    place.write('tree/top', 'top');
    await s3('sync', join(place.folder, 'tree'), url('tree/'));
    expect(place.keys('tree/').sort()).toEqual(
      [...readTree(join(place.folder, 'tree')).keys()].map((path) => `tree/${path}`).sort(),
    );
    expect(await theirs()).toEqual(place.ours());
    expect(await s3('sync', join(place.folder, 'tree'), url('tree/'))).toBe('');
    await s3('sync', url('tree/'), join(place.folder, 'tree-back'));
    expect(readTree(join(place.folder, 'tree-back'))).toEqual(readTree(join(place.folder, 'tree')));
    place.write('tree-back/sub dir/new', 'new');
    await s3('sync', join(place.folder, 'tree-back'), url('tree/'), '--delete', '--exclude', 'top');
    expect(place.keys('tree/')).toContain('tree/sub dir/new');
  });

  test('ls by directory and in pages', async () => {
    const shown = await s3('ls', url('tree/'));
    expect(shown).toMatch(/PRE sub dir\//);
    expect(shown).toMatch(/ 3 top\n/);
    expect(await theirs('--page-size', '2')).toEqual(place.ours());
    const page = JSON.parse(
      await aws('s3api', 'list-objects', '--bucket', BUCKET, '--delimiter', '/', '--page-size', '1'),
    ) as Listed;
    expect(page.CommonPrefixes?.map((one) => one.Prefix)).toEqual(['moved/', 'tree/']);
  });

  test('a file of more than 8 MiB: upload and copy in parts, download in ranges', async () => {
    const big = Buffer.alloc(BIG_BYTES, 'abcdefg');
    const file = place.write('big', big);
    await s3('cp', file, url('big'));
    await s3('cp', url('big'), url('big copy'));
    await s3('cp', url('big copy'), join(place.folder, 'big-back'));
    expect(readFileSync(join(place.folder, 'big-back')).equals(big)).toBe(true);
    expect(place.ours('big').map(({ sizeBytes, etag }) => [sizeBytes, etag.split('-')[1]])).toEqual([
      [BIG_BYTES, '2'],
      [BIG_BYTES, '2'],
    ]);
    expect(await theirs()).toEqual(place.ours());
  });

  test('delete-objects, also of names with control characters', async () => {
    const Objects = CONTROL_NAMES.map((name) => ({ Key: `tree/sub dir/${name}` }));
    const before = place.keys().length;
    await aws('s3api', 'delete-objects', '--bucket', BUCKET, '--delete', JSON.stringify({ Objects }));
    expect(place.keys().length).toBe(before - Objects.length);
    expect(await theirs()).toEqual(place.ours());
  });

  test('rm of everything, and rb', async () => {
    await s3('rm', '--recursive', url());
    expect(place.ours()).toEqual([]);
    await s3('rb', url());
    expect(place.s3.storage.bucketNames()).toEqual([]);
  });
});
