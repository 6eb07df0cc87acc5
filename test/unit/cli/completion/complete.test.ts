/** The candidates for the next word of a command line. */
import { describe, expect, test } from '@jest/globals';
import { candidates } from '../../../../cli/completion/complete.ts';
import { answering, runCommand, testWorld } from '../../../support/command-world.ts';

const service = answering({
  '/v1/buckets': { buckets: [{ name: 'demo' }, { name: 'photos' }] },
  '/v1/buckets/demo/entries': {
    entries: [
      { type: 'directory', name: 'pa/', key: 'pa/' },
      { type: 'object', name: 'pb', key: 'pb', size: 1 },
      { type: 'object', name: 'p\nc', key: 'p\nc', size: 1 },
    ],
  },
});
const next = (...words: string[]) => candidates(words, testWorld({ fetch: service.fetch }).world);

describe('completion', () => {
  test.each<[string[], string[]]>([
    [['i'], ['inspect']],
    [
      ['--json', 'st'],
      ['stat', 'stats'],
    ],
    [
      ['ls', '--n'],
      ['--names', '--no-cache', '--no-store', '--no-color'],
    ],
    [['completion', 'z'], ['zsh']],
    [['ls', ''], ['s3://']],
    [['ls', 's3:/'], ['s3://']],
    [
      ['ls', 's3://'],
      ['s3://demo/', 's3://photos/'],
    ],
    [['ls', 's3://ph'], ['s3://photos/']],
    [
      ['stat', 's3://demo/a', 's3://demo/p'],
      ['s3://demo/pa/', 's3://demo/pb'],
    ],
    [['doctor', '--write', 's3://ph'], ['s3://photos/']],
    [['--endpoint', ''], []],
    [['ls', 'https://x'], []],
    [['demo', ''], []],
    [['nonsense', ''], []],
  ])('after %j come %j', async (words, expected) => {
    if (expected.length > 0) expect(await next(...words)).toEqual(expected);
    else expect((await next(...words)).filter((word) => !COMMANDS.test(word))).toEqual([]);
  });

  test("asks the command line's endpoint for keys that start with the given text", async () => {
    await next('--endpoint', 'http://other.example', 'ls', 's3://demo/a b');
    expect(service.asked.at(-1)).toBe('GET /v1/buckets/demo/entries?prefix=a%20b&limit=200');
  });

  test('offers nothing, and no error, when the service does not answer', async () => {
    const { fetch } = answering({ '/v1/buckets': new TypeError('fetch failed') });
    expect(await runCommand(['__complete', '--', 'ls', 's3://d'], { fetch })).toEqual({
      code: 0,
      out: '',
      err: '',
    });
  });

  test('prints a candidate a line', async () => {
    expect((await runCommand(['__complete', '--', 'st'])).out).toBe('stat\nstats\n');
  });
});

const COMMANDS =
  /^(du|find|tree|url|ls|stat|inspect|flush|verify|empty-index|stats|warm|serve|demo|doctor|completion)$/;

test.each(['bash', 'zsh', 'fish'])('the script for %s calls the command', async (shell) => {
  const { code, out } = await runCommand(['completion', shell]);
  expect(code).toBe(0);
  expect(out).toContain('s3dex __complete -- ');
});
