/**
 * Compares `ls -R`, `du` and `find` with `aws s3` and rclone on a real tree (/usr/share, or TREE=DIR). The answers
 * must be the same. Times are printed, cold and warm, but not checked.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { ROOT, type RunningStack, startStack } from '../../support/stack.ts';

const exec = promisify(execFile);
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;
const TREE = process.env.TREE ?? '/usr/share';

jest.setTimeout(600_000);

let stack: RunningStack;
const times: { command: string; seconds: number }[] = [];

beforeAll(async () => {
  stack = await startStack(['--import', `${TREE}=share`]);
});

afterAll(async () => {
  await stack?.stop();
  const rows = times.map(({ command, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${command}`);
  console.log(`${TREE}:\n${rows.join('\n')}`);
});

async function timed(
  name: string,
  file: string,
  args: string[],
  env: Record<string, string>,
): Promise<string> {
  const startedAt = performance.now();
  const { stdout } = await exec(file, args, { env, maxBuffer: MAX_OUTPUT_BYTES });
  times.push({ command: name, seconds: (performance.now() - startedAt) / 1000 });
  return stdout;
}

const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'any',
  AWS_SECRET_ACCESS_KEY: 'any',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_EC2_METADATA_DISABLED: 'true',
};

const aws = (args: string[]) =>
  timed(`aws s3 ${args.join(' ')}`, '/usr/bin/aws', ['--endpoint-url', stack.s3Url, 's3', ...args], {
    ...{ PATH: '/usr/bin:/bin', TZ: 'UTC', LC_ALL: 'C.UTF-8' },
    ...CREDENTIALS,
  });

const rclone = (args: string[]) =>
  timed(
    `rclone ${args.join(' ')}`,
    'rclone',
    [...args, '--config', '/dev/null', '--no-unicode-normalization'],
    {
      ...{ PATH: '/usr/bin:/bin' },
      ...CREDENTIALS,
      ...{ RCLONE_CONFIG_L_TYPE: 's3', RCLONE_CONFIG_L_PROVIDER: 'Other', RCLONE_CONFIG_L_ENV_AUTH: 'true' },
      ...{ RCLONE_CONFIG_L_ENDPOINT: stack.s3Url, RCLONE_CONFIG_L_LIST_URL_ENCODE: 'true' },
    },
  );

const s3dex = (args: string[], state: string) =>
  timed(
    `s3dex ${args.join(' ')} (${state})`,
    process.execPath,
    [`${ROOT}cli/s3dex.js`, '--endpoint', stack.apiUrl, ...args],
    { TZ: 'UTC' },
  );

const sorted = (text: string) => text.trimEnd().split('\n').sort();

test('ls -R prints the lines of aws s3 ls --recursive', async () => {
  const theirs = await aws(['ls', '--recursive', 's3://share/']);
  const cold = await s3dex(['ls', '-R', 's3://share/'], 'cold');
  const warm = await s3dex(['ls', '-R', 's3://share/'], 'warm');
  expect(theirs.split('\n').length).toBeGreaterThan(1_000);
  expect(cold === theirs).toBe(true);
  expect(warm === theirs).toBe(true);
});

test('du reports the same totals as aws and rclone', async () => {
  const [, objects, bytes] = /Total Objects: (\d+)\s+Total Size: (\d+)/.exec(
    await aws(['ls', '--recursive', '--summarize', 's3://share/']),
  )!;
  const theirs = JSON.parse(await rclone(['size', '--json', 'l:share']));
  const ours = JSON.parse(await s3dex(['--json', 'du', '-d', '0', 's3://share/'], 'warm'));
  expect({ objects: ours.objects, size: ours.size }).toEqual({
    objects: Number(objects),
    size: Number(bytes),
  });
  expect({ objects: theirs.count, size: theirs.bytes }).toEqual({ objects: ours.objects, size: ours.size });
});

test('find finds what rclone finds', async () => {
  const theirs = await rclone([
    'lsf',
    '-R',
    '--files-only',
    '--include',
    '*.txt',
    '--min-size',
    '2k',
    'l:share',
  ]);
  // For s3dex, `--larger` excludes the given size; rclone's `--min-size` includes it.
  const ours = await s3dex(['find', 's3://share/', '--name', '*.txt', '--larger', '2047'], 'warm');
  expect(sorted(ours)).toEqual(sorted(theirs));
});
