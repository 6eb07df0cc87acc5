/** Writes through S3's own client. After their events, every answer equals S3 again, and the events cost little. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { expectAgreement } from '../support/agreement.ts';
import { listAll, stat } from '../support/index-view.ts';
import { type RunningStack, startStack } from '../support/stack.ts';

/** The tests send many requests, which take long on a busy machine. */
jest.setTimeout(120_000);

const LARGE_OBJECTS = 10_000;

let stack: RunningStack;
let large = '';
beforeAll(async () => {
  large = mkdtempSync(join(tmpdir(), 's3dex-large-'));
  for (let index = 0; index < LARGE_OBJECTS; index += 1) writeFileSync(join(large, `f${index}`), '');
  const buckets = ['busy', 'deep', 'last'].flatMap((name) => ['--bucket', name]);
  stack = await startStack(['--import', `${large}=large`, ...buckets]);
});
afterAll(async () => {
  await stack.stop();
  rmSync(large, { recursive: true });
});

const put = (bucket: string, key: string, body = key) =>
  stack.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: Buffer.from(body) }));
const remove = (bucket: string, key: string) =>
  stack.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
const names = async (bucket: string, prefix: string) =>
  (await listAll(stack, bucket, prefix)).entries.map((entry) => entry.name);
const s3Calls = async () => {
  const { s3 } = await stack.metrics();
  return s3.list + s3.head + s3.other;
};

describe('while readers run', () => {
  /**
   * A small alphabet of characters that are often sorted wrongly. It is small so that several writes have the same
   * key.
   */
  const KEYS = ['a', 'a/', 'a-/x', 'a/b', 'a/b/c', 'a/b/d', 'a0', 'b/c/d', 'b/c/e', 'é/😀', 'é/～', 'z'];

  /** A generator of random numbers from a seed, so that a failure can be repeated. */
  function randomOf(seed: number): (below: number) => number {
    let state = seed;
    return (below) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
  }

  async function write(random: (below: number) => number): Promise<void> {
    const key = KEYS[random(KEYS.length)] ?? 'a';
    const other = KEYS[random(KEYS.length)] ?? 'a';
    switch (random(5)) {
      case 0:
        return void (await remove('busy', key));
      case 1:
        return void (await stack.s3
          .send(
            new CopyObjectCommand({
              Bucket: 'busy',
              Key: other,
              CopySource: `busy/${encodeURIComponent(key)}`,
            }),
          )
          // Copying a missing object writes nothing.
          .catch(() => {}));
      case 2:
        return void (await stack.s3.send(
          new DeleteObjectsCommand({ Bucket: 'busy', Delete: { Objects: [{ Key: key }, { Key: other }] } }),
        ));
      default:
        return void (await put('busy', key, 'x'.repeat(random(9))));
    }
  }

  test.each([1, 2, 3])('everything agrees with S3 when the events are processed (seed %i)', async (seed) => {
    const random = randomOf(seed);
    let writing = true;
    const reader = async (directory: string) => {
      while (writing) {
        await listAll(stack, 'busy', directory, 2);
        await stat(stack, 'busy', KEYS[random(KEYS.length)] ?? 'a');
      }
    };
    const readers = ['', 'a/', 'b/', 'é/'].map(reader);
    for (let count = 0; count < 60; count += 1) await write(random);
    writing = false;
    await Promise.all(readers);
    await stack.settle();
    await expectAgreement(stack, 'busy', KEYS);
    const { events, queue } = await stack.metrics();
    expect(events.deadLetters).toBe(0);
    expect(queue).toEqual({ visible: 0, inFlight: 0 });
  });
});

describe('what a write costs', () => {
  test('one object in a directory of 10,000: at most one S3 call at the next read', async () => {
    expect((await listAll(stack, 'large', '')).entries).toHaveLength(LARGE_OBJECTS);
    await put('large', 'f5000-new');
    await stack.settle();
    const before = await s3Calls();
    const { entries } = await listAll(stack, 'large', '');
    expect(entries).toHaveLength(LARGE_OBJECTS + 1);
    expect(entries.map((entry) => entry.name)).toContain('f5000-new');
    expect((await s3Calls()) - before).toBeLessThanOrEqual(1);
    await listAll(stack, 'large', '');
    expect((await s3Calls()) - before).toBeLessThanOrEqual(1);
  });

  test('deep in a tree: the listings above need no S3 call', async () => {
    await put('deep', 'a/b/c/first.txt');
    await stack.settle();
    for (const prefix of ['', 'a/', 'a/b/']) await listAll(stack, 'deep', prefix);
    await put('deep', 'a/b/c/second.txt');
    await stack.settle();
    const before = await s3Calls();
    expect(await names('deep', '')).toEqual(['a/']);
    expect(await names('deep', 'a/')).toEqual(['b/']);
    expect(await names('deep', 'a/b/')).toEqual(['c/']);
    expect(await s3Calls()).toBe(before);
  });
});

describe('the last object of a directory', () => {
  const levels = () => Promise.all(['', 'a/', 'a/b/', 'a/b/c/'].map((prefix) => names('last', prefix)));

  test('removes its directories too, as far up as they are empty, and brings them back when it is written again', async () => {
    await put('last', 'a/b/c/only.txt');
    await put('last', 'other.txt');
    await stack.settle();
    expect(await levels()).toEqual([['a/', 'other.txt'], ['b/'], ['c/'], ['only.txt']]);
    await remove('last', 'a/b/c/only.txt');
    await stack.settle();
    expect(await levels()).toEqual([['other.txt'], [], [], []]);
    expect((await stat(stack, 'last', 'a/b/')).status).toBe(404);
    await put('last', 'a/b/c/only.txt');
    await stack.settle();
    expect(await levels()).toEqual([['a/', 'other.txt'], ['b/'], ['c/'], ['only.txt']]);
  });

  test('does not remove directories that contain something else', async () => {
    await put('last', 'a/stays.txt');
    await stack.settle();
    await levels();
    await remove('last', 'a/b/c/only.txt');
    await stack.settle();
    expect(await levels()).toEqual([['a/', 'other.txt'], ['stays.txt'], [], []]);
  });
});
