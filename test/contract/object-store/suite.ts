/**
 * What every object store must do, compared with a plain model of S3's listing: group by delimiter, sort by UTF-8
 * bytes.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ListOutcome, ObjectStore } from '../../../lambdas/core/ports/object-store.ts';
import { DELIMITER } from '../../../shared/keys.ts';
import fc from '../../support/fast-check.ts';

export interface OpenStore {
  store: ObjectStore;
  createBucket(bucket: string): Promise<void>;
  put(bucket: string, key: string, body: string): Promise<void>;
  remove(bucket: string, key: string): Promise<void>;
  close(): Promise<void>;
}

/** Every kind of difficult key that S3 allows. */
export const HARD_KEYS = [
  'a',
  'a-',
  'a-/x',
  'a/',
  'a/b',
  'a/b/c',
  'a//b',
  'a/0',
  'a0',
  '/a',
  '//',
  '0/',
  'b c',
  'b+c',
  'b%2Fc',
  'b%20c',
  '%',
  '&<>"\'',
  'q?x=1#f',
  ' leading',
  'trailing ',
  '..',
  'dot/../dot',
  './dot',
  'é',
  'e\u0301',
  '\uff5e',
  '\u{1f600}',
  '\u{10ffff}',
  '\x01',
  '\n',
  '\r\n',
  '\x7f',
  '007',
  'l'.repeat(1_024),
];

const bytes = (text: string) => Buffer.from(text);
const byBytes = (a: string, b: string) => Buffer.compare(bytes(a), bytes(b));

/** The names directly below the prefix, in S3's order. */
function namesIn(keys: Iterable<string>, prefix: string): string[] {
  const names = new Set<string>();
  for (const key of keys) {
    if (!key.startsWith(prefix)) continue;
    const name = key.slice(prefix.length);
    const cut = name.indexOf(DELIMITER) + 1;
    names.add(cut > 0 ? name.slice(0, cut) : name);
  }
  return [...names].sort(byBytes);
}

type Listed = Extract<ListOutcome, { outcome: 'listed' }>;

async function listed(store: ObjectStore, request: Parameters<ObjectStore['list']>[0]): Promise<Listed> {
  const answer = await store.list(request);
  if (answer.outcome !== 'listed') throw new Error(`${answer.reason}: ${answer.message}`);
  return answer;
}

/** More pages than any directory here has. */
const MAX_PAGES = 200;

/** Lists a whole directory, following the tokens. */
async function walk(
  store: ObjectStore,
  bucket: string,
  prefix: string,
  maxKeys: number,
  { startAfter, recursive = false }: { startAfter?: string | undefined; recursive?: boolean } = {},
) {
  const names: string[] = [];
  let token: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const page = await listed(store, {
      bucket,
      prefix,
      maxKeys,
      ...(recursive ? { recursive } : {}),
      ...(startAfter === undefined ? {} : { startAfter }),
      ...(token === undefined ? {} : { token }),
    });
    expect(page.entries.length).toBeLessThanOrEqual(maxKeys);
    names.push(...page.entries.map(({ name }) => name));
    token = page.token;
    if (token === undefined) return names;
  }
  throw new Error('a listing without an end');
}

const piece = fc.constantFrom(
  'a',
  'b',
  '-',
  '/',
  '/',
  '0',
  ' ',
  '+',
  '%',
  'é',
  '\uff5e',
  '\u{1f600}',
  '\x01',
  '\n',
);
const anyKey = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(''));

export function objectStoreSuite(
  server: string,
  open: () => Promise<OpenStore>,
  effort = { runs: 15 },
): void {
  let opened: OpenStore;
  let store: ObjectStore;
  let buckets = 0;
  const hard = 'hard-keys';

  const freshBucket = async () => {
    const bucket = `bucket-${process.pid}-${buckets++}`;
    await opened.createBucket(bucket);
    return bucket;
  };

  beforeAll(async () => {
    opened = await open();
    store = opened.store;
    await opened.createBucket(hard);
    for (const key of HARD_KEYS) await opened.put(hard, key, key.slice(0, 7));
  }, 120_000);
  afterAll(() => opened?.close());

  describe(`listing on ${server}`, () => {
    test.each([1, 2, 3, 7, 1_000])('every hard key, %i at a time, in every directory', async (maxKeys) => {
      for (const prefix of ['', 'a/', 'a/b/', 'a//', '/', '//', 'dot/', 'dot/../', 'nothing/']) {
        expect(await walk(store, hard, prefix, maxKeys)).toEqual(namesIn(HARD_KEYS, prefix));
      }
    });

    test.each([1, 7, 1_000])('every hard key below every directory, %i at a time', async (maxKeys) => {
      for (const prefix of ['', 'a/', 'a/b/', 'a//', '/', '//', 'dot/', 'dot/../', 'nothing/']) {
        const below = HARD_KEYS.filter((key) => key.startsWith(prefix)).sort(byBytes);
        expect(await walk(store, hard, prefix, maxKeys, { recursive: true })).toEqual(
          below.map((key) => key.slice(prefix.length)),
        );
      }
    });

    test('resuming after any name returns the rest', async () => {
      const names = namesIn(HARD_KEYS, '');
      for (const [i, name] of names.entries()) {
        const { entries } = await listed(store, {
          bucket: hard,
          prefix: '',
          startAfter: name,
          maxKeys: 1_000,
        });
        expect(entries.map((entry) => entry.name)).toEqual(names.slice(i + 1));
      }
    });

    test('resuming inside a directory omits that directory, because it is not greater', async () => {
      const { entries } = await listed(store, {
        bucket: hard,
        prefix: '',
        startAfter: 'a/b',
        maxKeys: 1_000,
      });
      expect(entries.map(({ name }) => name)).not.toContain('a/');
      expect(entries.map(({ name }) => name)).toContain('a0');
    });

    test('equals the model for any keys, any prefix, any start and any page size', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(anyKey, { maxLength: 12 }),
          fc.constantFrom('', 'a/', '/', 'b/', '-/', 'é/'),
          fc.option(anyKey, { nil: undefined }),
          fc.integer({ min: 1, max: 5 }),
          async (keys, prefix, startAfter, maxKeys) => {
            const bucket = await freshBucket();
            await Promise.all(keys.map((key) => opened.put(bucket, key, 'x')));
            const expected = namesIn(keys, prefix).filter(
              (name) => startAfter === undefined || byBytes(prefix + name, startAfter) > 0,
            );
            expect(await walk(store, bucket, prefix, maxKeys, { startAfter })).toEqual(expected);
            const isListed = (key: string) =>
              key.startsWith(prefix) && (startAfter === undefined || byBytes(key, startAfter) > 0);
            const below = keys.filter(isListed).sort(byBytes);
            expect(await walk(store, bucket, prefix, maxKeys, { startAfter, recursive: true })).toEqual(
              below.map((key) => key.slice(prefix.length)),
            );
          },
        ),
        { numRuns: effort.runs },
      );
    });

    test('a bucket that does not exist is not an empty one', async () => {
      const request = { bucket: 'nowhere-at-all', prefix: '' };
      expect(await store.list({ ...request, maxKeys: 1 })).toMatchObject({
        outcome: 'failed',
        reason: 'no-such-bucket',
      });
      expect(await store.peek(request)).toMatchObject({ outcome: 'failed', reason: 'no-such-bucket' });
    });
  });

  describe(`one key on ${server}`, () => {
    test('HEAD and LIST agree on every hard key', async () => {
      const root = await listed(store, { bucket: hard, prefix: '', maxKeys: 1_000 });
      const inRoot = new Map(root.entries.map((entry) => [entry.name, entry]));
      for (const key of HARD_KEYS) {
        const answer = await store.head({ bucket: hard, key });
        if (answer.outcome !== 'present') throw new Error(`${JSON.stringify(key)}: ${answer.outcome}`);
        expect(answer.entry.name).toBe(key.slice(key.lastIndexOf(DELIMITER) + 1));
        expect(answer.entry.sizeBytes).toBe(bytes(key.slice(0, 7)).length);
        if (key.includes(DELIMITER)) continue;
        const entry = inRoot.get(key)!;
        // HEAD's Last-Modified is an HTTP date, in whole seconds. A LIST may have milliseconds.
        const second = (ms: number | undefined) => ms && Math.floor(ms / 1_000);
        const { lastModifiedMs: headMs, storageClass, ...head } = answer.entry;
        expect(entry).toMatchObject(storageClass === undefined ? head : { ...head, storageClass });
        expect(second(entry.type === 'object' ? entry.lastModifiedMs : undefined)).toBe(second(headMs));
      }
    });

    test('a missing key is absent, whatever keys are near it', async () => {
      for (const key of ['b', 'a/b/', 'a/b/c/', 'A', 'b%2fc', 'b c ', '/', 'nothing']) {
        expect(await store.head({ bucket: hard, key })).toEqual({ outcome: 'absent' });
      }
    });

    test('peeking finds any key below the prefix, and no key beside it', async () => {
      for (const prefix of ['', 'a/', 'a/b/', 'a//', '/', '//', '0/', 'dot/../', '\u{1f600}']) {
        expect(await store.peek({ bucket: hard, prefix })).toEqual({ outcome: 'present' });
      }
      for (const prefix of ['b/', 'a/b/c/', '///', 'A', '\x02', '\u{1f600}/']) {
        expect(await store.peek({ bucket: hard, prefix })).toEqual({ outcome: 'absent' });
      }
    });

    test('a write and a removal are visible at once', async () => {
      const bucket = await freshBucket();
      await opened.put(bucket, 'd/k', 'one');
      const first = await store.head({ bucket, key: 'd/k' });
      await opened.put(bucket, 'd/k', 'three');
      expect(await store.head({ bucket, key: 'd/k' })).toMatchObject({
        outcome: 'present',
        entry: { sizeBytes: 5 },
      });
      expect(first).toMatchObject({ outcome: 'present', entry: { sizeBytes: 3 } });
      await opened.remove(bucket, 'd/k');
      expect(await store.head({ bucket, key: 'd/k' })).toEqual({ outcome: 'absent' });
      expect(await store.peek({ bucket, prefix: 'd/' })).toEqual({ outcome: 'absent' });
      expect((await listed(store, { bucket, prefix: '', maxKeys: 5 })).entries).toEqual([]);
    });
  });
}
