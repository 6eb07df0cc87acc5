/**
 * Compares recursive listings and usage of a real tree with `find` and `du`: cold, warm, after writes whose events are
 * processed, and after a fill by workers. The tree is imported once for each page size and once for usage, so that each
 * of them begins cold. The large run: `TREE=/usr/share TREE_WRITES=1000 TREE_LIMITS=1000,7,1 npm run test:disk --
 * --testPathPatterns disk/trees`.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { ListAnswer } from '../../contract/answers/list.ts';
import type { UsageAnswer } from '../../contract/answers/usage.ts';
import { RENTS } from '../../lambdas/core/origin/rent.ts';
import { Prng } from '../simulation/prng.ts';
import { directoriesOf } from '../support/s3-view.ts';
import { RUN_SEED } from '../support/seed.ts';
import { ROOT, type RunningStack, startStack } from '../support/stack.ts';

const { TREE_WRITES = '150', TREE_LIMITS = '1000,100,7' } = process.env;
const TREE = process.env.TREE ?? join(ROOT, 'node_modules/@smithy/core');
const POLL_MS = 100;
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;
const LIMITS = TREE_LIMITS.split(',').map(Number);

jest.setTimeout(process.env.TREE ? 7_200_000 : 120_000);

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** The files that GNU find finds, with the sizes that GNU du gives. Neither follows links. */
function filesOf(root: string): Map<string, number> {
  const options = { cwd: root, maxBuffer: MAX_OUTPUT_BYTES };
  const found = execFileSync('find', ['.', '-type', 'f', '-print0'], options);
  const sizesOfEach = ['--apparent-size', '--block-size=1', '--count-links', '--null', '--files0-from=-'];
  const lines = execFileSync('du', sizesOfEach, { ...options, input: found })
    .toString()
    .split('\0');
  const files = lines.slice(0, -1).map((line): [string, number] => {
    const [size, path] = line.split('\t./') as [string, string];
    return [path, Number(size)];
  });
  return new Map(files.sort(([a], [b]) => byBytes(a, b)));
}

/** What the bucket holds: the disk's files, and later the writes of the tests. */
const files = filesOf(TREE);
const coldFor = (limit: number) => `cold-${limit}`;
/** Usage is asked here without any listing before it. Later tests write here. */
const BUCKET = 'tree';

let stack: RunningStack;
beforeAll(async () => {
  const buckets = [BUCKET, ...LIMITS.map(coldFor)];
  stack = await startStack(buckets.flatMap((bucket) => ['--import', `${TREE}=${bucket}`]));
});
afterAll(() => stack.stop());

async function ask<T>(path: string): Promise<{ body: T; cacheStatus: string }> {
  const response = await stack.api(path);
  expect({ path, status: response.status }).toEqual({ path, status: 200 });
  return { body: (await response.json()) as T, cacheStatus: response.headers.get('cache-status')! };
}

async function keysOf(bucket: string, limit: number): Promise<string[]> {
  const keys: string[] = [];
  let cursor = '';
  do {
    const query = new URLSearchParams({ recursive: 'true', limit: String(limit), ...(cursor && { cursor }) });
    const { body } = await ask<ListAnswer>(`/v1/buckets/${bucket}/entries?${query}`);
    keys.push(...body.entries.map(({ key }) => key));
    cursor = body.nextCursor ?? '';
  } while (cursor !== '');
  return keys;
}

const usageOf = (prefix: string, more: Record<string, string> = {}) =>
  ask<UsageAnswer>(`/v1/buckets/${BUCKET}/usage?${new URLSearchParams({ prefix, ...more })}`);

/** The totals of every directory, counted as `du` does, in the order given. */
async function expectUsage(directories = directoriesOf([...files.keys()])): Promise<void> {
  const totals = new Map<string, { objects: number; size: number }>();
  for (const [key, bytes] of files)
    for (const directory of directoriesOf([key])) {
      const { objects, size } = totals.get(directory) ?? { objects: 0, size: 0 };
      totals.set(directory, { objects: objects + 1, size: size + bytes });
    }
  for (const directory of directories) {
    const { body } = await usageOf(directory);
    expect(body).toMatchObject({ prefix: directory, ...totals.get(directory), complete: true });
  }
}

/** In random order, so that some directories are asked before the directories above them, and some after. */
function shuffled(directories: string[]): string[] {
  const prng = new Prng(RUN_SEED, 'directories');
  const left = [...directories];
  return directories.map(() => left.splice(prng.int(0, left.length - 1), 1)[0]!);
}

const lists = async () => (await stack.metrics()).s3.list;

describe('everything below a real tree', () => {
  test.each(LIMITS)(
    'equals the disk in pages of %i, cold and warm, and then without a LIST',
    async (limit) => {
      const keys = [...files.keys()];
      expect(await keysOf(coldFor(limit), limit)).toEqual(keys);
      // The first small questions about a cold tree store nothing.
      for (let i = 0; i < RENTS; i++)
        await ask(`/v1/buckets/${coldFor(limit)}/entries?recursive=true&limit=${limit}`);
      // The first page, which is stored only now, overlaps the next one. The rest of that one is listed again.
      expect(await keysOf(coldFor(limit), limit)).toEqual(keys);
      const before = await lists();
      expect(await keysOf(coldFor(limit), limit)).toEqual(keys);
      expect(await lists()).toBe(before);
    },
  );

  test('its usage at every directory equals the disk, cold, and then without another LIST', async () => {
    await expectUsage(shuffled(directoriesOf([...files.keys()])));
    const before = await lists();
    await expectUsage();
    const { body, cacheStatus } = await usageOf('', { depth: '1', sort: 'name' });
    expect(await lists()).toBe(before);
    expect(cacheStatus).toMatch(/^s3dex; hit/);
    const below = body.children!.reduce((sum, { objects }) => sum + objects, 0);
    const direct = [...files.keys()].filter((key) => !key.includes('/')).length;
    expect(below + direct).toBe(body.objects);
  });

  test('follows writes and deletes, even in directories that were never listed themselves', async () => {
    const prng = new Prng(RUN_SEED, 'writes');
    const random = (below: number) => prng.int(0, below - 1);
    for (let i = 0; i < Number(TREE_WRITES); i++) {
      const keys = [...files.keys()];
      const key = keys[random(keys.length)]!;
      if (i % 3 === 0) {
        await stack.s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: key }));
        files.delete(key);
      } else {
        const name = i % 3 === 1 ? key : `${key.slice(0, random(key.length) + 1)}new-${i}`;
        await stack.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: name, Body: 'x'.repeat(i) }));
        files.set(name, i);
      }
    }
    await stack.settle();
    await expectUsage();
    expect(await keysOf(BUCKET, 1_000)).toEqual([...files.keys()].sort(byBytes));
  });

  test('is the same after a fill by workers, without another LIST', async () => {
    const keys = [...files.keys()].sort(byBytes);
    const fills = `/v1/buckets/${BUCKET}/fills`;
    const body = JSON.stringify({ prefix: '', recursive: true });
    const { id } = (await (await stack.api(fills, { method: 'POST', body })).json()) as { id: string };
    let progress = { state: 'queued', listed: 0 };
    while (progress.state === 'queued' || progress.state === 'running') {
      await sleep(POLL_MS);
      progress = (await ask<typeof progress>(`${fills}/${id}`)).body;
    }
    expect(progress).toMatchObject({ state: 'complete', listed: keys.length });
    const before = await lists();
    expect(await keysOf(BUCKET, 1_000)).toEqual(keys);
    await expectUsage();
    expect(await lists()).toBe(before);
  });
});
