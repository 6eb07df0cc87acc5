/** What `s3dex stat` prints, and its exit code, for given answers. */
import { describe, expect, test } from '@jest/globals';
import { answering, runCommand } from '../../../support/command-world.ts';
import { BUCKET, object } from '../../../support/service-answers.ts';

describe('stat', () => {
  const answers = answering({
    [`${BUCKET}/stat?key=a%2Fcat.jpg`]: {
      ...object('a/cat.jpg', 2048),
      etag: '"e"',
      metadata: { author: 'me' },
      checksums: { CRC32: 'AAAA' },
    },
    [`${BUCKET}/stat?key=big%2F`]: {
      type: 'directory',
      key: 'big/',
      objects: 10_000,
      directories: 3,
      size: 5,
      complete: false,
    },
    [`${BUCKET}/stat`]: {
      results: [
        { key: 'a', found: false },
        { found: true, ...object('b') },
      ],
    },
  });

  test('prints what is known, and how fresh it is', async () => {
    expect(await runCommand(['stat', 's3://demo/a/cat.jpg'], answers)).toEqual({
      code: 0,
      err: '',
      out: [
        's3://demo/a/cat.jpg',
        '  object           2.0 KiB (2,048 bytes)',
        '  etag             "e"',
        '  metadata author  me',
        '  checksum CRC32   AAAA',
        '  freshness        hit, 5 s old',
        '',
      ].join('\n'),
    });
  });

  test('of a directory too large to count says so', async () => {
    const { out } = await runCommand(['stat', 's3://demo/big/'], answers);
    expect(out).toContain('10,000 objects, 3 directories directly in it (counted so far');
  });

  test('of a directory adds the totals below it if the index knows them, and otherwise names the command that counts them', async () => {
    const directory = { type: 'directory', key: 'd/', objects: 1, directories: 1, size: 5, complete: true };
    const known = { bucket: 'demo', prefix: 'd/', objects: 7, size: 2048, complete: true };
    const stat = { [`${BUCKET}/stat?key=d%2F`]: directory };
    const both = await runCommand(
      ['stat', 's3://demo/d/'],
      answering({ ...stat, [`${BUCKET}/usage?prefix=d%2F`]: known }),
    );
    expect(both.out).toContain('1 object, 1 directory directly in it');
    expect(both.out).toContain('all below   7 objects, 2.0 KiB at any depth');
    const unknown = { code: 'only-if-cached', status: 504, detail: 'not in the index' };
    const usage = { [`${BUCKET}/usage?prefix=d%2F`]: Response.json(unknown, { status: 504 }) };
    const without = await runCommand(['stat', 's3://demo/d/'], answering({ ...stat, ...usage }));
    expect(without).toMatchObject({ code: 0, err: '' });
    expect(without.out).toContain('all below   not in the index; s3dex du s3://demo/d/ counts it');
  });

  test('of several keys is one request, and ends with 1 if one of them does not exist', async () => {
    const ran = await runCommand(['stat', 's3://demo/a', 's3://demo/b'], answers);
    expect(ran).toMatchObject({ code: 1, err: 's3://demo/a: nothing found\n' });
    expect(ran.out).toContain('s3://demo/b\n');
    expect(answers.asked.at(-1)).toBe(`POST ${BUCKET}/stat`);
  });
});
