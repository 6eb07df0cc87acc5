/** Debian's rclone. Each step continues from the previous step. */
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
// By default, rclone treats é and e with a combining accent as one name; in S3 they are two names.
const FLAGS = [
  '--config',
  '/dev/null',
  '--s3-upload-cutoff',
  '5M',
  '--s3-chunk-size',
  '5M',
  '--no-unicode-normalization',
];
const rclone = (...args: string[]) =>
  place.run('rclone', [...args, ...FLAGS], {
    env: {
      RCLONE_CONFIG_L_TYPE: 's3',
      RCLONE_CONFIG_L_PROVIDER: 'Other',
      RCLONE_CONFIG_L_ENV_AUTH: 'true',
      RCLONE_CONFIG_L_ENDPOINT: place.s3.url,
      // For unknown providers, the default is off, and then no control character can be listed.
      RCLONE_CONFIG_L_LIST_URL_ENCODE: 'true',
    },
  });
const at = (key = '') => `l:${BUCKET}/${key}`;
const local = (path: string) => join(place.folder, path);

/** rclone shows a control character as its control picture (from U+2400). This converts it back. */
const unpicture = (path: string) =>
  path.replace(/[\u2400-\u241f]/g, (picture) => String.fromCharCode(picture.charCodeAt(0) - 0x2400));

/** The files as rclone shows them: names, sizes, and the MD5 if rclone knows it. */
async function theirs(): Promise<Seen[]> {
  const shown = JSON.parse(await rclone('lsjson', '-R', '--files-only', '--hash', at())) as {
    Path: string;
    Size: number;
    Hashes?: { md5?: string };
  }[];
  return shown
    .map(({ Path, Size, Hashes }) => ({ key: unpicture(Path), sizeBytes: Size, etag: Hashes?.md5 ?? '' }))
    .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
}

describe('rclone', () => {
  test('mkdir and lsd', async () => {
    await rclone('mkdir', at());
    expect(await rclone('lsd', 'l:')).toContain(BUCKET);
  });

  test('sync: uploads and downloads a tree with odd names, and has nothing to do the second time', async () => {
    for (const name of [...ODD_NAMES, ...CONTROL_NAMES]) place.write(`tree/sub dir/${name}`, name);
    place.write('tree/top', 'top');
    await rclone('sync', local('tree'), at('tree'));
    expect(await theirs()).toEqual(place.ours());
    expect(place.keys('tree/').sort()).toEqual(
      [...readTree(local('tree')).keys()].map((path) => `tree/${path}`).sort(),
    );
    const before = place.s3.requests.put;
    await rclone('sync', local('tree'), at('tree'));
    expect(place.s3.requests.put).toBe(before);
    await rclone('check', local('tree'), at('tree'));
    await rclone('copy', at('tree'), local('tree-back'));
    expect(readTree(local('tree-back'))).toEqual(readTree(local('tree')));
  });

  test('copy across, moveto, deletefile', async () => {
    await rclone('copy', at('tree/sub dir'), at('copied'));
    await rclone('moveto', at('copied/emoji😀'), at('moved/😀+ é'));
    await rclone('deletefile', at('copied/%2F'));
    expect(place.keys('moved/')).toEqual(['moved/😀+ é']);
    expect(place.keys('copied/')).toHaveLength(ODD_NAMES.length + CONTROL_NAMES.length - 2);
    expect(await theirs()).toEqual(place.ours());
  });

  test('a file of more than 8 MiB in parts, and cat', async () => {
    const big = Buffer.alloc(BIG_BYTES, 'abcdefg');
    place.write('big', big);
    await rclone('copy', local('big'), at(''));
    expect(place.ours('big')).toMatchObject([{ sizeBytes: BIG_BYTES, etag: expect.stringMatching(/-2$/) }]);
    await rclone('copyto', at('big'), local('big-back'));
    expect(readFileSync(local('big-back')).equals(big)).toBe(true);
    expect(await rclone('cat', '--offset', '7', '--count', '7', at('big'))).toBe('abcdefg');
  });

  test('lsf by directory, size, and times kept in metadata', async () => {
    expect((await rclone('lsf', at())).trim().split('\n').sort()).toEqual([
      'big',
      'copied/',
      'moved/',
      'tree/',
    ]);
    const total = place.ours().reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    expect(JSON.parse(await rclone('size', '--json', at()))).toMatchObject({
      count: place.keys().length,
      bytes: total,
    });
    expect(await rclone('lsl', at('tree/top'))).toContain('2021-02-03 04:05:06');
  });

  test('purge', async () => {
    await rclone('purge', at());
    expect(place.s3.storage.bucketNames()).toEqual([]);
  });
});
