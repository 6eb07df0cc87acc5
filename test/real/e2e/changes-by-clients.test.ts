/**
 * aws-cli and rclone change a served bucket while readers run. When all events are processed, every list and stat
 * must equal S3's own answer.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { expectAgreement } from '../../support/agreement.ts';
import { listAll, stat } from '../../support/index-view.ts';
import { type RunningStack, spawnStack, startStack } from '../../support/stack.ts';

const exec = promisify(execFile);
const CLIENT_TIMEOUT_MS = 60_000;
jest.setTimeout(5 * CLIENT_TIMEOUT_MS);

const FILES = ['a/one.txt', 'a/two.txt', 'a/deep/er/three.txt', 'b c/é +.txt', 'b c/😀', 'top.txt'];
/** Every key that a client changes below, so that deleted keys are checked too. */
const KEYS = [...FILES, ...FILES.map((key) => `moved/${key}`), 'copy.txt', 'rclone/top.txt'];

let stack: RunningStack;
let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 's3dex-e2e-clients-'));
  for (const name of FILES) {
    mkdirSync(dirname(join(folder, 'tree', name)), { recursive: true });
    writeFileSync(join(folder, 'tree', name), name);
  }
  stack = await startStack(['--bucket', 'clients']);
});
afterAll(async () => {
  await stack.stop();
  rmSync(folder, { recursive: true });
});

/** Runs one of Debian's programs without this machine's settings. */
async function run(program: string, args: string[], env: Record<string, string> = {}): Promise<string> {
  const { stdout } = await exec(program, args, {
    cwd: folder,
    timeout: CLIENT_TIMEOUT_MS,
    env: {
      PATH: '/usr/bin:/bin',
      HOME: folder,
      LC_ALL: 'C.UTF-8',
      AWS_ACCESS_KEY_ID: 'any',
      AWS_SECRET_ACCESS_KEY: 'any',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      ...env,
    },
  });
  return stdout;
}
const aws = (...args: string[]) => run('aws', ['--endpoint-url', stack.s3Url, '--output', 'json', ...args]);
const rclone = (...args: string[]) =>
  run('rclone', [...args, '--config', '/dev/null', '--no-unicode-normalization'], {
    RCLONE_CONFIG_L_TYPE: 's3',
    RCLONE_CONFIG_L_PROVIDER: 'Other',
    RCLONE_CONFIG_L_ENV_AUTH: 'true',
    RCLONE_CONFIG_L_ENDPOINT: stack.s3Url,
    RCLONE_CONFIG_L_LIST_URL_ENCODE: 'true',
  });

/** Runs the change while readers run, then compares the whole bucket with S3. */
async function expectTrueAfter(change: () => Promise<unknown>): Promise<void> {
  let changing = true;
  const read = async (directory: string) => {
    while (changing) {
      await listAll(stack, 'clients', directory, 3);
      await stat(stack, 'clients', `${directory}top.txt`);
    }
  };
  const readers = ['', 'a/', 'moved/', 'rclone/'].map(read);
  await change().finally(() => {
    changing = false;
  });
  await Promise.all(readers);
  await stack.settle();
  await expectAgreement(stack, 'clients', KEYS);
}

describe('while readers run', () => {
  test.each([
    ['aws s3 sync', () => aws('s3', 'sync', 'tree', 's3://clients/')],
    ['aws s3 cp', () => aws('s3', 'cp', 's3://clients/top.txt', 's3://clients/copy.txt')],
    ['aws s3 mv', () => aws('s3', 'mv', '--recursive', 's3://clients/a/', 's3://clients/moved/a/')],
    ['aws s3 rm', () => aws('s3', 'rm', '--recursive', 's3://clients/moved/')],
    ['rclone copy', () => rclone('copy', 'tree', 'l:clients/rclone')],
    ['rclone delete', () => rclone('delete', 'l:clients/rclone/a')],
    ['rclone purge', () => rclone('purge', 'l:clients/rclone')],
    ['aws s3 rm of everything', () => aws('s3', 'rm', '--recursive', 's3://clients/')],
  ])('%s', async (_name, change) => {
    await expectTrueAfter(change);
  });
});

test("s3dex has the order, the names and the ETags of aws-cli's own listing", async () => {
  const odd = ['a b', 'a+b', 'a%2Fb', 'a//b', 'new\nline', '\u0001', '😀', '\uFF5E', 'é', 'e\u0301'];
  writeFileSync(join(folder, 'body'), 'x');
  for (const key of odd)
    await aws('s3api', 'put-object', '--bucket', 'clients', '--key', `odd/${key}`, '--body', 'body');
  await stack.settle();
  const theirs = JSON.parse(
    await aws('s3api', 'list-objects-v2', '--bucket', 'clients', '--prefix', 'odd/', '--delimiter', '/'),
  ) as { Contents: { Key: string; ETag: string; Size: number }[]; CommonPrefixes: { Prefix: string }[] };
  const { entries } = await listAll(stack, 'clients', 'odd/');
  const objects = entries.flatMap((entry) =>
    entry.type === 'object' ? [{ Key: entry.key, ETag: entry.etag, Size: entry.size }] : [],
  );
  const directories = entries.flatMap((entry) => (entry.type === 'directory' ? [{ Prefix: entry.key }] : []));
  expect(objects).toEqual(theirs.Contents.map(({ Key, ETag, Size }) => ({ Key, ETag, Size })));
  expect(directories).toEqual(theirs.CommonPrefixes);
  expect(objects.length + directories.length).toBe(odd.length);
});

test("the tour's lines work when pasted", async () => {
  const spawned = spawnStack(['--port', '0', '--s3-port', '0']);
  try {
    expect(await spawned.ready).toMatch(/^\{"ready":true/);
    const lines = spawned
      .stderr()
      .split('\n')
      .filter((line) => line.trim().startsWith('curl '));
    expect(lines).toHaveLength(3);
    const answers: { key?: string; entries?: unknown[] }[] = [];
    for (const line of lines) answers.push(JSON.parse(await run('sh', ['-c', line])));
    expect(answers[0]?.entries?.length).toBeGreaterThan(0);
    expect(answers[2]?.key).toMatch(/hello-s3dex\.txt$/);
  } finally {
    spawned.child.kill('SIGTERM');
    await spawned.exit;
  }
});
