/** Valid command lines, and the errors of invalid ones. */
import { describe, expect, test } from '@jest/globals';
import { isDeep, parseGlobUrl } from '../../../cli/glob-url.ts';
import { parseDirectoryUrl, parseS3Url } from '../../../cli/s3-url.ts';
import { runCommand } from '../../support/command-world.ts';

describe('URLs', () => {
  test.each([
    ['s3://demo', 'demo', ''],
    ['s3://demo/', 'demo', ''],
    ['s3://demo/a/b c+%2F', 'demo', 'a/b c+%2F'],
    ['s3://demo//a', 'demo', '/a'],
    ['demo/a', 'demo', 'a'],
  ])('%s', (text, bucket, key) => {
    expect(parseS3Url(text)).toEqual({ bucket, key });
  });

  test('of a directory may leave its slash out', () => {
    expect(parseDirectoryUrl('s3://demo/a/b').key).toBe('a/b/');
    expect(parseDirectoryUrl('s3://demo').key).toBe('');
  });

  test.each(['s3://', 's3:///key', 'https://demo/a', 's3://de mo/a', 'x', ''])(
    '%j is not a valid URL',
    (text) => {
      expect(() => parseS3Url(text)).toThrow('expected s3://bucket/key');
    },
  );
});

describe('URLs with wildcards', () => {
  test.each([
    ['s3://demo/photos/*.jpg', 'photos/', '*.jpg'],
    ['s3://demo/*', '', '*'],
    ['demo/a/b?', 'a/', 'b?'],
    ['s3://demo/a/{b,c}*', 'a/', '{b,c}*'],
    ['s3://demo/{a,b}/*', '', '{a,b}/*'],
    ['s3://demo/a/**/x', 'a/', '**/x'],
    ['s3://demo/a/*/', 'a/', '*/'],
    ['s3://demo/a[1]/b', 'a[1]/b', undefined],
    ['s3://demo/a/', 'a/', undefined],
  ])('%s', (url, prefix, glob) => {
    expect(parseGlobUrl(url)).toEqual({ bucket: 'demo', prefix, glob });
  });

  test('whose wildcards are literal', () => {
    expect(parseGlobUrl('s3://demo/a*', true)).toEqual({ bucket: 'demo', prefix: 'a*' });
  });

  test.each([
    ['*.jpg', false],
    ['*/', false],
    ['a/*', true],
    ['**', true],
  ])('%s looks below: %j', (glob, deep) => {
    expect(isDeep(glob)).toBe(deep);
  });
});

describe('an invalid command line', () => {
  test.each([
    [['lss'], "unknown command 'lss'"],
    [['ls', '--frob'], "unknown option '--frob'"],
    [['stat'], "missing required argument 'url'"],
    [['ls', 's3://demo/', '--max-age', 'soon'], 'Expected a whole number of at least 0'],
    [['--timeout', '0', 'ls'], 'Expected a whole number from 1 to 86400'],
    [['--timeout', '3000000', 'ls'], 'Expected a whole number from 1 to 86400'],
    [['warm', 's3://demo/', '--parallel', '0'], 'Expected a whole number from 1 to 64'],
    [['ls', 's3://'], 'expected s3://bucket/key'],
    [['ls', '--sort', 'date', 's3://demo/'], 'Allowed choices are name, -name'],
    [['ls', '-t', '-S', 's3://demo/'], "'-t' cannot be used with option '-S'"],
    [['ls', '--sort', 'size', '-S', 's3://demo/'], "cannot be used with option '-S'"],
    [['find', 's3://demo/', '--larger', 'big'], 'Expected a size such as 1500'],
    [['find', 's3://demo/', '--name', 'a/b'], '--name takes patterns without slashes'],
    [['find', 's3://demo/', '--name', 'a', '--path', 'b'], 'cannot be used with'],
    [['find', 's3://demo/', '-n', '0'], 'Expected a whole number'],
    [['completion', 'tcsh'], 'Allowed choices are bash, zsh, fish'],
    [['--endpoint', 'index.example', 'ls'], '--endpoint: must be an http or https URL'],
    [['--sign', '--token', 't', 'ls'], 'mutually exclusive'],
    [['--endpoint', 'https://index.example', '--sign', 'ls'], '--sign needs the Region'],
    [['demo', '/no/such/folder'], 'not a folder'],
  ])('%j is reported on stderr and ends with 2', async (argv, message) => {
    const { code, out, err } = await runCommand(argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
    expect(err).toMatch(/^s3dex: /);
  });

  test('a misspelt command gets a suggestion', async () => {
    expect((await runCommand(['inspekt'])).err).toContain('Did you mean inspect?');
  });
});

test('help goes to stdout, ends with 0 and lists the exit codes', async () => {
  const { code, out, err } = await runCommand(['--help']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('Exit codes:\n  0    done\n');
});

test('-h of ls means human-readable sizes, not help', async () => {
  const { out } = await runCommand(['ls', '--help']);
  expect(out).toMatch(/-h, --human-readable/);
});

test('--version is the version of the package', async () => {
  const { out } = await runCommand(['--version']);
  expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
});
