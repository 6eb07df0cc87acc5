import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseArguments } from '../../../local/arguments.ts';
import { UsageError } from '../../../local/usage-error.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'Arguments Test-'));
  mkdirSync(join(folder, 'a=b'));
  mkdirSync(join(folder, 'photos'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const importOf = (text: string) => parseArguments(['--import', text]).imports[0];

describe('the command line of the local stack', () => {
  test('has the defaults of LOCAL.md', () => {
    expect(parseArguments([])).toEqual({
      port: 4000,
      s3Port: 4001,
      imports: [],
      buckets: [],
      events: true,
      s3Latency: { listMs: 0, headMs: 0 },
      quiet: false,
    });
  });

  test('takes every flag', () => {
    const argv =
      '--port 0 --s3-port 5001 --bucket one --bucket two --bucket one --dynamodb-endpoint http://127.0.0.1:8000 --no-events --s3-latency head=3,list=20 --quiet';
    expect(parseArguments(argv.split(' '))).toEqual({
      port: 0,
      s3Port: 5001,
      imports: [],
      buckets: ['one', 'two'],
      dynamodbEndpoint: 'http://127.0.0.1:8000',
      events: false,
      s3Latency: { listMs: 20, headMs: 3 },
      quiet: true,
    });
  });

  test('a folder is imported under a name made from its own', () => {
    const made = importOf(folder);
    expect(made).toEqual({ folder, bucket: basename(folder).toLowerCase().replaceAll(' ', '-'), prefix: '' });
  });

  test('a folder is imported into the bucket and prefix named', () => {
    expect(importOf(`${join(folder, 'photos')}=albums`)).toMatchObject({ bucket: 'albums', prefix: '' });
    expect(importOf(`${join(folder, 'photos')}=albums/x/y/`)).toMatchObject({
      bucket: 'albums',
      prefix: 'x/y/',
    });
    expect(importOf(`${join(folder, 'photos')}=albums/x`)).toMatchObject({ bucket: 'albums', prefix: 'x/' });
  });

  test('a folder with "=" in its name is found', () => {
    const odd = join(folder, 'a=b');
    expect(importOf(odd)).toEqual({ folder: odd, bucket: 'a-b', prefix: '' });
    expect(importOf(`${odd}=bucket/p/`)).toEqual({ folder: odd, bucket: 'bucket', prefix: 'p/' });
  });

  test.each([
    [['--prot', '1'], /--prot/],
    [['stray'], /stray/],
    [['--port'], /--port/],
    [['--port', 'http'], /--port: must be a port number from 0 to 65535, got: http/],
    [['--port', '65536'], /--port/],
    [['--s3-port', '-1'], /--s3-port/],
    [['--bucket', 'No_Capitals'], /--bucket: not a name for a new bucket/],
    [['--s3-endpoint', 'http://s3', '--bucket', 'a/b'], /--bucket: not a bucket name/],
    [['--import', '/no/such/folder'], /--import: no such folder/],
    [['--import', '/tmp='], /--import: not a name for a new bucket/],
    [['--dynamodb-endpoint', 'localhost:8000'], /--dynamodb-endpoint: not an http URL/],
    [['--s3-latency', 'put=3'], /--s3-latency/],
    [['--s3-latency', 'list=1e9'], /--s3-latency/],
    [['--s3-endpoint', 'http://127.0.0.1:9000'], /--bucket/],
    [['--s3-endpoint', 'http://127.0.0.1:9000', '--bucket', 'abc', '--import', '/tmp'], /--import/],
    [['--s3-endpoint', 'http://127.0.0.1:9000', '--bucket', 'abc', '--s3-latency', 'list=1'], /--s3-latency/],
  ])('%j is refused', (argv, message) => {
    expect(() => parseArguments(argv)).toThrow(UsageError);
    expect(() => parseArguments(argv)).toThrow(message);
  });
});
