/**
 * Random programs of real S3 clients, through `s3dex serve` and without it, must have the same outcomes, listings and
 * bytes. There are no events, so the index learns only of the writes through the front. TEST_PROGRAM_OPERATIONS=5000
 * is the long run.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type RunningServe, startServe } from '../../support/serve.ts';
import { type RunningStack, startStack } from '../../support/stack.ts';

jest.setTimeout(7_200_000);

const OPERATIONS = Number(process.env.TEST_PROGRAM_OPERATIONS ?? 60);
const SEED = Number(process.env.TEST_PROGRAM_SEED ?? Date.now() % 1_000_000);
const PYTHON = process.env.TEST_PYTHON ?? '/usr/bin/python3';
const PROGRAM = join(import.meta.dirname, 'random_program.py');
/**
 * The number of changes between two runs of a sync. A run takes seconds, so a long program makes more changes between
 * two of them.
 */
const CHANGES_A_SYNC = Math.max(20, Math.ceil(OPERATIONS / 25));
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 's3dex-programs-'));
let stack: RunningStack;
let serve: RunningServe;

beforeAll(async () => {
  const buckets = ['served', 'rclone', 'aws'].map((name) => ({ name, events: 'none', tree: {} }));
  const flags = [...buckets.map(({ name }) => name), 'twin'].flatMap((name) => ['--bucket', name]);
  stack = await startStack([...flags, '--no-events'], { S3DEX_BUCKETS: JSON.stringify(buckets) });
  serve = await startServe({ endpoint: stack.apiUrl, s3Endpoint: stack.s3Url });
  console.info(`random programs: seed ${SEED}, ${OPERATIONS} operations`);
});
afterAll(async () => {
  await serve?.stop();
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test.each(['boto3', 's3fs'])('%s', async (kind) => {
  if (kind === 's3fs' && !(await hasModule('s3fs'))) return console.warn('s3fs is not installed: not run');
  const env = { PATH: '/usr/bin:/bin', PYTHONHASHSEED: '0' };
  const asked = [PROGRAM, serve.url, stack.s3Url, kind, String(SEED), String(OPERATIONS)];
  const { stdout } = await run(PYTHON, asked, { env });
  expect(Number(stdout)).toBe(OPERATIONS);
});

async function hasModule(name: string): Promise<boolean> {
  return run(PYTHON, ['-c', `import ${name}`]).then(
    () => true,
    () => false,
  );
}

interface Syncer {
  bucket: string;
  up(from: string, endpoint: string): Promise<unknown>;
  down(to: string, endpoint: string): Promise<unknown>;
}

const ENV = {
  PATH: '/usr/bin:/bin',
  HOME: '/nonexistent',
  AWS_ACCESS_KEY_ID: 'any',
  AWS_SECRET_ACCESS_KEY: 'any',
  AWS_DEFAULT_REGION: 'us-east-1',
};
const rclone = (from: string, to: string) =>
  run('rclone', ['sync', '--config', '/dev/null', '--checksum', from, to], { env: ENV });
const remote = (endpoint: string) =>
  `:s3,provider=Other,env_auth=true,endpoint='${endpoint}',list_version=2,list_url_encode=true:rclone`;
const aws = (from: string, to: string, endpoint: string) =>
  run(
    '/usr/bin/aws',
    ['--endpoint-url', endpoint, 's3', 'sync', '--delete', '--only-show-errors', from, to],
    {
      env: ENV,
    },
  );
const SYNCERS: Syncer[] = [
  {
    bucket: 'rclone',
    up: (from, endpoint) => rclone(from, remote(endpoint)),
    down: (to, endpoint) => rclone(remote(endpoint), to),
  },
  {
    bucket: 'aws',
    up: (from, endpoint) => aws(from, 's3://aws', endpoint),
    down: (to, endpoint) => aws('s3://aws', to, endpoint),
  },
];

test.each(SYNCERS)(
  '$bucket syncs in both directions, with the same result as without the front',
  async ({ bucket, up, down }) => {
    const [here, back, plain] = ['here', 'back', 'plain'].map((name) => join(folder, bucket, name));
    for (const place of [here!, back!, plain!]) mkdirSync(place, { recursive: true });
    const files = new Map<string, string>();
    let random = SEED;
    const below = (limit: number) => {
      random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((random / 2 ** 32) * limit);
    };
    for (let done = 0; done < OPERATIONS; done += CHANGES_A_SYNC) {
      for (let i = 0; i < CHANGES_A_SYNC; i++) change(here!, files, below);
      await up(here!, serve.url);
      await down(back!, serve.url);
      await down(plain!, stack.s3Url);
      for (const place of [back!, plain!]) expect(await contents(place)).toEqual(files);
    }
    const { answered } = await serve.stats();
    expect(answered.ListObjectsV2).toBeGreaterThan(0);
  },
);

const FOLDERS = ['', 'a/', 'a/b/', 'a-/', 'é ü/', 'x+y/'];
const NAMES = ['one', 'two words', '3%41', '+', 'zz', 'a&b'];

/** Writes, overwrites or removes one file. */
function change(place: string, files: Map<string, string>, below: (limit: number) => number): void {
  const name = FOLDERS[below(FOLDERS.length)]! + NAMES[below(NAMES.length)]!;
  const path = join(place, name);
  if (below(3) === 0) {
    rmSync(path, { force: true });
    files.delete(name);
    return;
  }
  // Every file has a different size, because aws-cli compares sizes and whole seconds.
  const text = 'x'.repeat(1 + below(100_000));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  files.set(name, text);
}

async function contents(place: string): Promise<Map<string, string>> {
  const { stdout } = await run('find', [place, '-type', 'f', '-printf', '%P\\0']);
  const names = stdout.split('\0').filter((name) => name !== '');
  return new Map(names.map((name) => [name, readFileSync(join(place, name), 'utf8')]));
}
