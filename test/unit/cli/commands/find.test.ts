/** What `s3dex find` prints, and its exit code, for given answers. */
import { describe, expect, test } from '@jest/globals';
import { answering, runCommand } from '../../../support/command-world.ts';
import { BUCKET, object, page } from '../../../support/service-answers.ts';

describe('find', () => {
  test.each([
    [[], 'prefix=d%2F&limit=1000&recursive=true'],
    [['--name', '*.jpg'], 'prefix=d%2F&limit=1000&recursive=true&glob=%2A%2A%2F%2A.jpg'],
    [['--path', '2026/**'], 'prefix=d%2F&limit=1000&recursive=true&glob=2026%2F%2A%2A'],
    [
      ['--larger', '1k', '--smaller', '1G'],
      'prefix=d%2F&limit=1000&recursive=true&minSize=1025&maxSize=1073741823',
    ],
    [
      ['--newer-than', '7d', '--older-than', '36h'],
      'prefix=d%2F&limit=1000&recursive=true&modifiedAfter=7d&modifiedBefore=36h',
    ],
    [['-S', '--contains', 'cat'], 'prefix=d%2F&limit=1000&recursive=true&sort=-size&contains=cat'],
    [['--storage-class', 'GLACIER', '-n', '5'], 'prefix=d%2F&limit=5&recursive=true&storageClass=GLACIER'],
  ])('%j asks for %s', async (options, query) => {
    const answers = answering({ [`${BUCKET}/entries?${query}`]: page(object('d/a'), object('d/e/b')) });
    const ran = await runCommand(['find', ...options, 's3://demo/d'], answers);
    expect(ran).toEqual({ code: 0, out: 'd/a\nd/e/b\n', err: '' });
  });

  test('prints an entry a line with --json, at most --limit, and ends with 1 if nothing is found', async () => {
    const answers = answering({
      [`${BUCKET}/entries?limit=1&recursive=true`]: { ...page(object('a'), object('b')), nextCursor: 'x' },
      [`${BUCKET}/entries?prefix=none%2F&limit=1000&recursive=true`]: page(),
    });
    const { out } = await runCommand(['--json', 'find', '--limit', '1', 's3://demo'], answers);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).key),
    ).toEqual(['a']);
    expect(await runCommand(['find', 's3://demo/none/'], answers)).toEqual({ code: 1, out: '', err: '' });
  });
});
