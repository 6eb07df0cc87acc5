/**
 * Compares `s3dex ls` with Debian's `aws s3 ls`, line by line, on the same buckets: a program that parses one must be
 * able to parse the other.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ROOT, type RunningStack, startStack } from '../../support/stack.ts';

const exec = promisify(execFile);
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;
const WIDE = 2_100;

jest.setTimeout(180_000);

/** Names that fit in a terminal line and that programs often handle wrongly. */
const KEYS = [
  'photos/cat.jpg',
  'photos/raw/1.raw',
  'photos/raw/',
  'photos/with space',
  'photos/plus+sign',
  'photos/%2F',
  'photos/é',
  'photos/日本/😀',
  "photos/quote'&<>;#?=@",
  'photos/tilde~*()!',
  'photos/ lead',
  'photos/trail ',
  'photos/tab\there',
  'photos/new\nline',
  'photos/\u001b[31mred',
  'photos.txt',
  'photos//double',
  'phone',
  'empty/',
];
const SIZES = [0, 1, 1023, 1024, 1280, 1792, 1024 * 1024 - 1];

let stack: RunningStack;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 's3dex-aws-ls-'));
  const write = (path: string, bytes: number) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), '');
    truncateSync(join(folder, path), bytes);
  };
  for (const bytes of SIZES) write(`sizes/${bytes}`, bytes);
  // Every third entry is a directory, so that the order within a page shows.
  for (let at = 0; at < WIDE; at++) write(at % 3 === 0 ? `wide/${at}/x` : `wide/${at}`, 0);
  stack = await startStack(['--import', `${folder}=demo`, '--bucket', 'bare']);
  for (const [at, Key] of KEYS.entries()) {
    const Body = Buffer.alloc(Key.endsWith('/') ? 0 : at);
    await stack.s3.send(new PutObjectCommand({ Bucket: 'demo', Key, Body }));
  }
  await stack.settle();
});

afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  out: string;
  code: number;
}

async function end(file: string, args: string[], env: Record<string, string>): Promise<Ended> {
  try {
    const { stdout } = await exec(file, args, { env, maxBuffer: MAX_OUTPUT_BYTES });
    return { out: stdout, code: 0 };
  } catch (error) {
    const { stdout, code } = error as { stdout: string; code: number };
    return { out: stdout, code };
  }
}

const aws = (args: string[], zone: string) =>
  end('/usr/bin/aws', ['--endpoint-url', stack.s3Url, 's3', 'ls', ...args], {
    PATH: '/usr/bin:/bin',
    TZ: zone,
    LC_ALL: 'C.UTF-8',
    AWS_ACCESS_KEY_ID: 'any',
    AWS_SECRET_ACCESS_KEY: 'any',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
  });

const s3dex = (args: string[], zone: string) =>
  end(process.execPath, [`${ROOT}cli/s3dex.js`, '--endpoint', stack.apiUrl, 'ls', ...args], { TZ: zone });

describe('s3dex ls prints what aws s3 ls prints', () => {
  test.each<[string, string[], string?]>([
    ['a directory', ['s3://demo/photos/']],
    ['a bucket', ['s3://demo']],
    ['a bucket with its slash', ['s3://demo/']],
    ['without the scheme', ['demo/photos/']],
    ['what starts with a prefix', ['s3://demo/pho']],
    ['a directory without its slash', ['s3://demo/photos']],
    ['a directory that holds its own marker', ['s3://demo/photos/raw/']],
    ['a directory of nothing but its marker', ['s3://demo/empty/']],
    ['a name with two slashes', ['s3://demo/photos//']],
    ['nothing', ['s3://demo/nothing/']],
    ['an empty bucket', ['s3://bare']],
    ['more than two pages', ['s3://demo/wide/']],
    ['summarized', ['--summarize', 's3://demo/wide/']],
    ['for people', ['--human-readable', '--summarize', 's3://demo/sizes/']],
    ['all below', ['--recursive', '--summarize', 's3://demo/photos']],
    ['in a zone of half hours', ['s3://demo/photos/'], 'Asia/Kolkata'],
    ['in a zone with summer time', ['s3://demo/photos/'], 'America/New_York'],
  ])('%s', async (_what, args, zone = 'UTC') => {
    const [theirs, ours] = await Promise.all([aws(args, zone), s3dex(args, zone)]);
    expect(ours).toEqual(theirs);
  });

  test('from the index too, and -l prints the same', async () => {
    const [theirs, warm, long] = await Promise.all([
      aws(['s3://demo/wide/'], 'UTC'),
      s3dex(['--only-if-cached', 's3://demo/wide/'], 'UTC'),
      s3dex(['--only-if-cached', '-l', 's3://demo/wide/'], 'UTC'),
    ]);
    expect(warm).toEqual(theirs);
    expect(long).toEqual(theirs);
  });

  test('times are in the local time zone', async () => {
    const lines = async (zone: string) => (await s3dex(['s3://demo/photos/cat.jpg'], zone)).out.slice(0, 19);
    expect(await lines('Asia/Kolkata')).not.toBe(await lines('UTC'));
  });

  test('a missing bucket is an error in both', async () => {
    await stack.s3.send(new CreateBucketCommand({ Bucket: 'not-served' }));
    expect((await aws(['s3://no-such-bucket/'], 'UTC')).code).not.toBe(0);
    expect((await s3dex(['s3://no-such-bucket/'], 'UTC')).code).toBe(3);
    expect((await s3dex(['s3://not-served/'], 'UTC')).code).toBe(3);
  });
});
