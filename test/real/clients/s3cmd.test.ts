/** Debian's s3cmd. Each step continues from the previous step. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { BIG_BYTES, BUCKET, ODD_NAMES, readTree, type Seen, workplaceForSuite } from './workplace.ts';

const place = workplaceForSuite();
function s3cmd(...args: string[]): Promise<string> {
  const host = new URL(place.s3.url).host;
  const settings = ['--config=/dev/null', '--access_key=any', '--secret_key=any', '--no-ssl'];
  return place.run('s3cmd', [
    ...settings,
    `--host=${host}`,
    `--host-bucket=${host}`,
    '--no-progress',
    ...args,
  ]);
}
const url = (key = '') => `s3://${BUCKET}/${key}`;
const local = (path: string) => join(place.folder, path);

const LINE = /^\S+ \S+\s+(\d+)\s+(\S+)\s+s3:\/\/clients\/(.*)$/;

/** The objects as s3cmd shows them. Names with line ends are left out, because s3cmd prints lines. */
async function theirs(): Promise<Seen[]> {
  const lines = (await s3cmd('ls', '--recursive', '--list-md5', url()))
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => {
    const [, size, etag, key] = LINE.exec(line) ?? [];
    return { key: key ?? line, sizeBytes: Number(size), etag: etag ?? '' };
  });
}

describe('s3cmd', () => {
  test('mb, info and ls', async () => {
    await s3cmd('mb', url());
    expect(await s3cmd('ls')).toContain(url().slice(0, -1));
    expect(await s3cmd('info', url())).toMatch(/Location:\s+us-east-1/);
  });

  test('put, info, get', async () => {
    await s3cmd(
      'put',
      '--mime-type=text/x',
      '--add-header=x-amz-meta-colour:blue',
      place.write('hello.txt', 'hello'),
      url('a b/hello+1 é.txt'),
    );
    const info = await s3cmd('info', url('a b/hello+1 é.txt'));
    expect(info).toMatch(/MD5 sum:\s+5d41402abc4b2a76b9719d911017c592/);
    expect(info).toMatch(/x-amz-meta-colour: blue/);
    await s3cmd('get', url('a b/hello+1 é.txt'), local('back.txt'));
    expect(readFileSync(local('back.txt'), 'utf8')).toBe('hello');
    expect(await theirs()).toEqual(place.ours());
  });

  test('sync: uploads and downloads a tree with odd names, and has nothing to do the second time', async () => {
    for (const name of ODD_NAMES) place.write(`tree/sub dir/${name}`, name);
    place.write('tree/top', 'top');
    await s3cmd('sync', `${local('tree')}/`, url('tree/'));
    expect(place.keys('tree/').sort()).toEqual(
      [...readTree(local('tree')).keys()].map((path) => `tree/${path}`).sort(),
    );
    expect(await theirs()).toEqual(place.ours());
    const before = place.s3.requests.put;
    await s3cmd('sync', `${local('tree')}/`, url('tree/'));
    expect(place.s3.requests.put).toBe(before);
    await s3cmd('sync', url('tree/'), `${local('tree-back')}/`);
    expect(readTree(local('tree-back'))).toEqual(readTree(local('tree')));
  });

  test('cp, mv, modify and del', async () => {
    await s3cmd('cp', '--recursive', url('tree/sub dir/'), url('copied/'));
    await s3cmd('mv', url('copied/emoji😀'), url('moved/😀+'));
    await s3cmd('modify', '--add-header=x-amz-meta-touched:yes', url('moved/😀+'));
    await s3cmd('del', url('copied/%2F'));
    expect(place.keys('moved/')).toEqual(['moved/😀+']);
    expect(place.keys('copied/')).toHaveLength(ODD_NAMES.length - 2);
    expect(await s3cmd('info', url('moved/😀+'))).toMatch(/x-amz-meta-touched: yes/);
    expect(await theirs()).toEqual(place.ours());
  });

  test('a file of more than 8 MiB in parts', async () => {
    const big = Buffer.alloc(BIG_BYTES, 'abcdefg');
    await s3cmd('put', '--multipart-chunk-size-mb=5', place.write('big', big), url('big'));
    expect(place.ours('big')).toMatchObject([{ sizeBytes: BIG_BYTES, etag: expect.stringMatching(/-2$/) }]);
    expect(place.body('big').equals(big)).toBe(true);
    expect(await s3cmd('multipart', url())).not.toContain('big');
  });

  test('ls by directory, beside a name that is shown with U+FFFD', async () => {
    place.s3.storage.put(BUCKET, { key: 'control\u0001', sizeBytes: 0, etag: 'e', lastModifiedMs: 0 });
    const shown = await s3cmd('ls', url());
    expect(shown).toMatch(/DIR\s+s3:\/\/clients\/tree\/\n/);
    expect(shown).toContain('s3://clients/control\ufffd');
    place.s3.storage.bucket(BUCKET).objects.delete('control\u0001');
    expect(await s3cmd('du', url())).toMatch(
      new RegExp(`${place.ours().reduce((sum, one) => sum + one.sizeBytes, 0)}\\s`),
    );
  });

  test('del of everything, and rb', async () => {
    await s3cmd('del', '--recursive', '--force', url());
    expect(place.ours()).toEqual([]);
    await s3cmd('rb', url());
    expect(place.s3.storage.bucketNames()).toEqual([]);
  });
});
