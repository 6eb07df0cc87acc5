/** Imports a real tree, compares the answers with the disk page by page, and checks what they cost. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { asOnDisk, listingsOnDisk } from '../support/disk-listing.ts';
import { listAll, stat, statMany } from '../support/index-view.ts';
import { ROOT, type RunningStack, startStack } from '../support/stack.ts';

/** The tests send many requests, which take long on a busy machine. */
jest.setTimeout(120_000);

const LIMITS = [1000, 7, 1];
const TREE = join(ROOT, 'node_modules/@aws-sdk/client-sqs');
const LARGE_TREE = join(ROOT, 'node_modules/@smithy/core');
const FLAT_OBJECTS = 2_500;

let stack: RunningStack;
let flat = '';
beforeAll(async () => {
  flat = mkdtempSync(join(tmpdir(), 's3dex-flat-'));
  for (let index = 0; index < FLAT_OBJECTS; index += 1) writeFileSync(join(flat, `file-${index}.txt`), '');
  const imports = [
    ...LIMITS.map((limit) => `${TREE}=tree-${limit}`),
    `${LARGE_TREE}=large`,
    `${flat}=flat`,
  ].flatMap((one) => ['--import', one]);
  stack = await startStack(imports);
});
afterAll(async () => {
  await stack.stop();
  rmSync(flat, { recursive: true });
});

const s3Calls = async () => {
  const { s3 } = await stack.metrics();
  return s3.list + s3.head + s3.other;
};

describe('every directory of a real tree', () => {
  test.each(LIMITS)(
    'equals the disk in pages of %i, cold and warm, and costs S3 nothing the second time',
    async (limit) => {
      const listings = listingsOnDisk(TREE);
      expect(listings.size).toBeGreaterThan(20);
      for (const pass of ['cold', 'warm']) {
        const before = await s3Calls();
        for (const [directory, expected] of listings) {
          const { entries, pages } = await listAll(stack, `tree-${limit}`, directory, limit);
          expect({ pass, directory, entries: asOnDisk(entries) }).toEqual({
            pass,
            directory,
            entries: expected,
          });
          expect(pages).toBe(Math.ceil(expected.length / limit));
        }
        if (pass === 'warm') expect((await s3Calls()) - before).toBe(0);
      }
    },
  );

  test('each of hundreds of directories costs one LIST, and then none', async () => {
    const listings = listingsOnDisk(LARGE_TREE);
    expect(listings.size).toBeGreaterThan(200);
    const before = await stack.metrics();
    for (const [directory, expected] of listings) {
      const { entries } = await listAll(stack, 'large', directory);
      expect({ directory, entries: asOnDisk(entries) }).toEqual({ directory, entries: expected });
    }
    const after = await stack.metrics();
    expect(after.s3.list - before.s3.list).toBe(listings.size);
    expect(after.s3.head).toBe(before.s3.head);
    for (const [directory, expected] of listings) {
      const { entries, cacheStatus } = await listAll(stack, 'large', directory);
      expect(entries).toHaveLength(expected.length);
      expect(cacheStatus.join()).toMatch(/^s3dex; hit/);
    }
    expect((await stack.metrics()).s3).toEqual(after.s3);
  });
});

describe('a directory of 2,500 objects', () => {
  test('costs three LISTs cold and none warm, with its stats', async () => {
    const start = await stack.metrics();
    const { entries } = await listAll(stack, 'flat', '');
    expect(entries).toHaveLength(FLAT_OBJECTS);
    const cold = await stack.metrics();
    expect(cold.s3.list - start.s3.list).toBe(Math.ceil(FLAT_OBJECTS / 1000));

    for (const index of [0, 7, 999, 1_000, 2_499]) {
      const entry = entries[index];
      const { body, cacheStatus } = await stat(stack, 'flat', entry?.key ?? '');
      expect(body).toEqual(entry);
      expect(cacheStatus).toMatch(/^s3dex; hit/);
    }
    expect((await stack.metrics()).s3).toEqual(cold.s3);
  });

  test('stat many of 1,000 listed keys is one request and no S3 call', async () => {
    const { entries } = await listAll(stack, 'flat', '');
    const before = await s3Calls();
    const keys = entries
      .slice(700, 1_700)
      .map((entry) => entry.key)
      .reverse();
    const { results, cacheStatus } = await statMany(stack, 'flat', keys);
    expect(results.map((result) => [result.key, result.found])).toEqual(keys.map((key) => [key, true]));
    expect(cacheStatus).toMatch(/^s3dex; hit/);
    expect(await s3Calls()).toBe(before);
  });

  test('the whole directory is one answer', async () => {
    const { body } = await stat(stack, 'flat', '');
    expect(body).toMatchObject({
      type: 'directory',
      objects: FLAT_OBJECTS,
      directories: 0,
      size: 0,
      complete: true,
    });
  });
});
