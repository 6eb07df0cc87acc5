/** What `s3dex url` prints, and its exit code, for given answers. */
import { describe, expect, test } from '@jest/globals';
import { answering, runCommand } from '../../../support/command-world.ts';
import { ago, BUCKET } from '../../../support/service-answers.ts';

describe('url', () => {
  const answers = answering({
    [`${BUCKET}/downloads`]: { url: 'https://s3.example/signed', expiresAt: ago(-900) },
  });

  test('prints a URL a line, and with --json when it ends', async () => {
    const { out } = await runCommand(['url', 's3://demo/a.txt', 's3://demo/b'], answers);
    expect(out).toBe('https://s3.example/signed\nhttps://s3.example/signed\n');
    const { out: json } = await runCommand(['--json', 'url', 's3://demo/a.txt'], answers);
    expect(JSON.parse(json)).toEqual({
      from: 's3://demo/a.txt',
      url: 'https://s3.example/signed',
      expiresAt: ago(-900),
    });
  });

  test('of a bucket is refused', async () => {
    const { code, err } = await runCommand(['url', 's3://demo/'], answers);
    expect([code, err]).toEqual([2, expect.stringContaining('names a bucket, not an object')]);
  });
});
