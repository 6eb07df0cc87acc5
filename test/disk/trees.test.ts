/**
 * Compares recursive listings and usage of a real tree with the disk: cold, warm, after writes whose events are
 * processed, and after a fill by workers. The large run: `TREE=/usr/share TREE_WRITES=1000 TREE_LIMITS=1000,7,1 npm
 * run test:disk -- --testPathPatterns disk/trees`.
 */
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { ListAnswer } from '../../contract/answers/list.ts';
import type { UsageAnswer } from '../../contract/answers/usage.ts';
import { Prng } from '../simulation/prng.ts';
import { directoriesOf } from '../support/s3-view.ts';
import { RUN_SEED } from '../support/seed.ts';
import { ROOT, type RunningStack, startStack } from '../support/stack.ts';

const { TREE_WRITES = '150', TREE_LIMITS = '1000,100,7' } = process.env;
const TREE = process.env.TREE ?? join(ROOT, 'node_modules/@smithy/core');
const POLL_MS = 100;
const LIMITS = TREE_LIMITS.split(',').map(Number);

jest.setTimeout(process.env.TREE ? 3_600_000 : 120_000);

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** The size of each file, by key. Does not follow links, like `find`. A recursive readdir would follow them. */
function filesOf(root: string): Map<string, number> {
  const files = filesBelow(root, '').sort(byBytes);
  return new Map(files.map((file) => [file, lstatSync(join(root, file)).size]));
}

function filesBelow(root: string, prefix: string): string[] {
  return readdirSync(join(root, prefix), { withFileTypes: true }).flatMap((entry) => {
    const name = prefix + entry.name;
    if (entry.isDirectory()) return filesBelow(root, `${name}/`);
    return entry.isFile() ? [name] : [];
  });
}

/** What the bucket holds: the disk's files, and later the writes of the tests. */
const files = filesOf(TREE);

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack(['--import', `${TREE}=tree`]);
});
afterAll(() => stack.stop());

async function ask<T>(path: string): Promise<{ body: T; cacheStatus: string }> {
  const response = await stack.api(path);
  expect({ path, status: response.status }).toEqual({ path, status: 200 });
  return { body: (await response.json()) as T, cacheStatus: response.headers.get('cache-status')! };
}

async function keysBelow(prefix: string, limit: number): Promise<string[]> {
  const keys: string[] = [];
  let cursor = '';
  do {
    const query = new URLSearchParams({
      prefix,
      recursive: 'true',
      limit: String(limit),
      ...(cursor && { cursor }),
    });
    const { body } = await ask<ListAnswer>(`/v1/buckets/tree/entries?${query}`);
    keys.push(...body.entries.map(({ key }) => key));
    cursor = body.nextCursor ?? '';
  } while (cursor !== '');
  return keys;
}

const usageOf = (prefix: string, more: Record<string, string> = {}) =>
  ask<UsageAnswer>(`/v1/buckets/tree/usage?${new URLSearchParams({ prefix, ...more })}`);

/** The totals of every directory, counted as `du` does. */
async function expectUsage(): Promise<void> {
  for (const directory of directoriesOf([...files.keys()])) {
    const below = [...files].filter(([key]) => key.startsWith(directory));
    const size = below.reduce((sum, [, bytes]) => sum + bytes, 0);
    const { body } = await usageOf(directory);
    expect(body).toMatchObject({ prefix: directory, objects: below.length, size, complete: true });
  }
}

const lists = async () => (await stack.metrics()).s3.list;

describe('everything below a real tree', () => {
  test.each(LIMITS)('equals the disk in pages of %i, and is asked of S3 once', async (limit) => {
    const keys = [...files.keys()];
    expect(await keysBelow('', limit)).toEqual(keys);
    const before = await lists();
    expect(await keysBelow('', limit)).toEqual(keys);
    expect(await lists()).toBe(before);
  });

  test('its usage at every directory equals the disk, without another LIST', async () => {
    const before = await lists();
    await expectUsage();
    expect(await lists()).toBe(before);
    const { body, cacheStatus } = await usageOf('', { depth: '1', sort: 'name' });
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
        await stack.s3.send(new DeleteObjectCommand({ Bucket: 'tree', Key: key }));
        files.delete(key);
      } else {
        const name = i % 3 === 1 ? key : `${key.slice(0, random(key.length) + 1)}new-${i}`;
        await stack.s3.send(new PutObjectCommand({ Bucket: 'tree', Key: name, Body: 'x'.repeat(i) }));
        files.set(name, i);
      }
    }
    await stack.settle();
    await expectUsage();
    expect(await keysBelow('', 1_000)).toEqual([...files.keys()].sort(byBytes));
  });

  test('is the same after a fill by workers, without another LIST', async () => {
    const keys = [...files.keys()].sort(byBytes);
    const fills = '/v1/buckets/tree/fills';
    const body = JSON.stringify({ prefix: '', recursive: true });
    const { id } = (await (await stack.api(fills, { method: 'POST', body })).json()) as { id: string };
    let progress = { state: 'queued', listed: 0 };
    while (progress.state === 'queued' || progress.state === 'running') {
      await sleep(POLL_MS);
      progress = (await ask<typeof progress>(`${fills}/${id}`)).body;
    }
    expect(progress).toMatchObject({ state: 'complete', listed: keys.length });
    const before = await lists();
    expect(await keysBelow('', 1_000)).toEqual(keys);
    await expectUsage();
    expect(await lists()).toBe(before);
  });
});
