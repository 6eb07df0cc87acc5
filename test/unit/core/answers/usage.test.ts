/** Recursive listings and usage, answered from a tree: contents and cost. */
import { describe, expect, test } from '@jest/globals';
import { MOST_RENTED_NAMES, RENTS } from '../../../../lambdas/core/origin/rent.ts';
import { compareNames } from '../../../../shared/byte-order.ts';
import fc from '../../../support/fast-check.ts';
import { HOUR_MS, ORDINARY, World, type WorldOptions } from '../../../support/world.ts';

function worldOf(keys: readonly string[], options: WorldOptions = {}): World {
  const world = new World(options);
  for (const [i, key] of keys.entries()) world.put(key, i + 1);
  return world;
}

const manyKeys = (directories: number, each: number) =>
  Array.from({ length: directories * each }, (_, i) => {
    const directory = String(Math.floor(i / each)).padStart(4, '0');
    return `d/${directory}/${String(i % each).padStart(4, '0')}`;
  });

const belowOf = (keys: readonly string[], directory: string) =>
  keys
    .filter((key) => key.startsWith(directory))
    .map((key) => key.slice(directory.length))
    .sort(compareNames);

describe('a recursive listing', () => {
  const KEYS = ['a', 'a/', 'a/b', 'a/b/c', 'a/b/d', 'a/z', 'a0', 'a//x', 'b/c/d/e', 'é/\u{1f600}'];

  test.each([1, 2, 7, 1_000])('contains every key below, %i at a time, cold and warm', async (limit) => {
    const world = worldOf(KEYS);
    for (const directory of ['a/', '', 'a/b/', 'b/c/', 'é/', 'nothing/', 'a//']) {
      for (const _ of ['cold', 'warm']) {
        const { names } = await world.list(directory, { recursive: true, limit });
        expect(names).toEqual(belowOf(KEYS, directory));
      }
    }
  });

  test('filters names by their start', async () => {
    const world = worldOf(KEYS);
    expect((await world.list('a/', { recursive: true, filter: 'b' })).names).toEqual(['b', 'b/c', 'b/d']);
    expect((await world.list('', { recursive: true, filter: 'a/' })).names).toEqual(
      belowOf(KEYS, 'a/').map((it) => `a/${it}`),
    );
  });

  test('of 1,000 objects needs one LIST cold, none warm, and none for any directory in it', async () => {
    const world = worldOf(manyKeys(10, 100));
    expect(await world.callsOf(() => world.list('d/', { recursive: true }))).toEqual({ list: 1, head: 0 });
    const again = async () => {
      await world.list('d/', { recursive: true });
      await world.list('d/', { recursive: true, limit: 7 });
      await world.list('d/0003/', { recursive: true });
      await world.usage('d/');
      await world.usage('d/0003/');
    };
    expect(await world.callsOf(again)).toEqual({ list: 0, head: 0 });
  });

  test('of a directory stores nothing about its neighbours', async () => {
    const world = worldOf(['a/b/1', 'a/c/1']);
    await world.list('a/b/', { recursive: true });
    world.put('a/c/2');
    world.put('a/a');
    expect((await world.list('a/', { recursive: true })).names).toEqual(['a', 'b/1', 'c/1', 'c/2']);
  });

  test('of many small directories one by one does not cost their parent a LIST each', async () => {
    const world = worldOf(manyKeys(100, 3));
    for (let i = 0; i < 100; i++) await world.list(`d/${String(i).padStart(4, '0')}/`, { recursive: true });
    const calls = await world.callsOf(() => world.list('d/', { recursive: true }));
    expect(calls.list).toBeLessThanOrEqual(2);
    expect(await world.callsOf(() => world.usage('d/'))).toEqual({ list: 0, head: 0 });
  });

  test.each([
    ['without a tree', { tree: undefined }],
    ['without a root', { tree: { roots: [], lifeMs: 1 } }],
    ['above the roots', { tree: { roots: ['x/'], lifeMs: 1 } }],
    ['with a life of 0', { tree: { roots: [''], lifeMs: 0 } }],
  ])('%s asks S3 each time and stores nothing', async (_, bucket) => {
    const world = worldOf(KEYS, { bucket });
    for (const _time of [1, 2]) {
      const { names, provenances } = await world.list('a/', { recursive: true });
      expect(names).toEqual(belowOf(KEYS, 'a/'));
      expect(provenances[0]).toMatchObject({ served: 'bypass', detail: 'not-cached', stored: false });
      const { usage, provenance } = await world.usage('a/');
      expect(usage.objects).toBe(names.length);
      expect(provenance).toMatchObject({ served: 'bypass', detail: 'not-cached', stored: false });
    }
  });

  test('with names that a tree does not store is correct too', async () => {
    const keys = ['a/b', 'a/\u{10ffff}', 'a/\u{10ffff}z', 'a/\u{10ffff}/k', 'a0', 'b'];
    const world = worldOf(keys);
    for (const directory of ['a/', '', 'a/', '', 'a/\u{10ffff}/']) {
      for (const limit of [1, 2, 1_000]) {
        const { names } = await world.list(directory, { recursive: true, limit });
        expect(names).toEqual(belowOf(keys, directory));
      }
      expect((await world.usage(directory)).usage.objects).toBe(belowOf(keys, directory).length);
    }
  });
});

describe('usage', () => {
  test('sums everything below, by directory down to a depth', async () => {
    const world = worldOf(['a/', 'a/x', 'a/b/y', 'a/b/c/z', 'a0']);
    const { usage, children, complete } = await world.usage('', { depth: 2 });
    expect(complete).toBe(true);
    expect(usage).toMatchObject({ objects: 5, sizeBytes: 15, largest: { name: 'a0', sizeBytes: 5 } });
    expect(children.map(({ name, usage }) => [name, usage.objects, usage.sizeBytes])).toEqual([
      ['a/', 4, 10],
      ['a/b/', 2, 7],
    ]);
  });

  test('of many directories equals their sum, from digests only', async () => {
    const keys = manyKeys(60, 100);
    const world = worldOf(keys);
    const cold = await world.usage('');
    expect(cold.usage.objects).toBe(6_000);
    expect(cold.provenance).toMatchObject({ served: 'miss', stored: true });
    const warm = async () => {
      const all = await world.usage('', { depth: 2 });
      expect(all.usage).toEqual(cold.usage);
      expect(all.children).toHaveLength(61);
      for (const { name, usage } of all.children)
        expect((await world.usage(name)).usage.objects).toBe(usage.objects);
    };
    expect(await world.callsOf(warm)).toEqual({ list: 0, head: 0 });
  });

  test('of more than one request can read returns what was read, and continues with the next request', async () => {
    const keys = manyKeys(60, 500);
    let listMs = 1_500;
    const world: World = worldOf(keys, {
      store: (store) => ({
        ...store,
        list: async (request) => {
          world.now += listMs;
          return store.list(request);
        },
      }),
    });
    const first = await world.usage('');
    expect(first.complete).toBe(false);
    expect(first.usage.objects).toBeGreaterThan(0);
    listMs = 100;
    let last = first;
    for (let asked = 1; !last.complete && asked < 5; asked++) {
      last = await world.usage('');
      expect(last.usage.objects).toBeGreaterThan(first.usage.objects);
    }
    expect(last.usage.objects).toBe(keys.length);
    expect(await world.callsOf(() => world.usage(''))).toEqual({ list: 0, head: 0 });
  });

  test('asks S3 nothing with only-if-cached, and stores nothing with no-store', async () => {
    const world = worldOf(['a/b']);
    const directives = { noCache: false, onlyIfCached: true, noStore: false };
    const question = { bucket: world.bucket, directory: '', depth: 0, freshness: directives };
    expect(await world.reader.usage(question)).toMatchObject({ outcome: 'failed', code: 'only-if-cached' });
    const noStore = { noCache: false, onlyIfCached: false, noStore: true };
    expect(await world.callsOf(() => world.usage('', { freshness: noStore }))).toEqual({ list: 1, head: 0 });
    expect(await world.callsOf(() => world.usage(''))).toEqual({ list: 1, head: 0 });
    const noCache = { noCache: true, onlyIfCached: false, noStore: false };
    const { provenance } = await world.usage('', { freshness: noCache });
    expect(provenance).toMatchObject({ served: 'request', stored: true, s3Lists: 1 });
  });

  test('of a prefix without objects is zero, and that is stored', async () => {
    const world = worldOf(['a/b']);
    expect((await world.usage('zzz/')).usage.objects).toBe(0);
    expect(await world.callsOf(() => world.usage('zzz/'))).toEqual({ list: 0, head: 0 });
  });
});

describe('after changes', () => {
  test('one write below any number of watched directories needs one mark, and costs one LIST of its page', async () => {
    const world = worldOf(manyKeys(40, 100));
    await world.usage('');
    for (const directory of ['d/', 'd/0007/']) await world.list(directory, { recursive: true, limit: 10 });
    world.counts.marks = 0;
    world.put('d/0007/new', 7);
    await world.apply([{ key: 'd/0007/new', kind: 'altered' }]);
    // One for the tree; no directory was listed separately.
    expect(world.counts.marks).toBe(1);
    const calls = await world.callsOf(async () => {
      expect((await world.usage('')).usage.objects).toBe(4_001);
    });
    expect(calls).toEqual({ list: 1, head: 0 });
    expect(await world.callsOf(() => world.usage(''))).toEqual({ list: 0, head: 0 });
    const names = (await world.list('d/0007/', { recursive: true })).names;
    expect(names).toContain('new');
  });

  test('an unwatched tree is marked nowhere', async () => {
    const world = worldOf(['a/b']);
    await world.putAndTell('a/c');
    expect(world.counts.marks).toBeUndefined();
  });

  test('creations and removals show in every listing and usage above', async () => {
    const world = worldOf(['a/b/1', 'a/b/2', 'a/c/1', 'd']);
    for (const directory of ['', 'a/', 'a/b/']) {
      await world.list(directory, { recursive: true });
      await world.usage(directory);
    }
    await world.putAndTell('a/b/0/x', 'e/f');
    await world.removeAndTell('a/b/2', 'd');
    const keys = ['a/b/1', 'a/c/1', 'a/b/0/x', 'e/f'];
    for (const directory of ['', 'a/', 'a/b/', 'e/']) {
      const below = belowOf(keys, directory);
      expect((await world.list(directory, { recursive: true })).names).toEqual(below);
      expect((await world.usage(directory)).usage.objects).toBe(below.length);
    }
  });

  test('an invalidated key or prefix is read again, its neighbours are not', async () => {
    const world = worldOf(manyKeys(40, 100));
    await world.usage('');
    const invalidate = (keys: string[], prefixes: string[]) =>
      world.reader.invalidate({ bucket: world.bucket, keys, prefixes });
    world.put('d/0007/0000', 1_000);
    const before = (await world.usage('d/0007/')).usage.sizeBytes;
    await invalidate(['d/0007/0000'], []);
    world.now += 1;
    expect((await world.usage('d/0007/')).usage.sizeBytes).not.toBe(before);
    expect(await world.callsOf(() => world.usage('d/0030/'))).toEqual({ list: 0, head: 0 });
    world.put('d/0030/x');
    await invalidate([], ['d/0030/']);
    world.now += 1;
    expect((await world.usage('d/0030/')).usage.objects).toBe(101);
    expect(await world.callsOf(() => world.usage('d/0001/'))).toEqual({ list: 0, head: 0 });
  });

  test('a key that a tree cannot store makes its directory void', async () => {
    const world = worldOf(['a/b', 'c/d']);
    await world.usage('');
    await world.usage('a/');
    await world.putAndTell('a/\u{10ffff}');
    expect((await world.usage('a/')).usage.objects).toBe(2);
    expect((await world.usage('')).usage.objects).toBe(3);
    await world.removeAndTell('a/\u{10ffff}');
    expect((await world.usage('a/')).usage.objects).toBe(1);
  });

  test('a tree watched under other settings is marked too', async () => {
    const world = worldOf(['a/b/c']);
    await world.usage('a/');
    const other = { ...world.bucket, tree: { roots: ['a/'], lifeMs: world.bucket.tree!.lifeMs } };
    const answer = await world.reader.usage({
      bucket: other,
      directory: 'a/',
      depth: 0,
      freshness: ORDINARY,
    });
    expect(answer).toMatchObject({ outcome: 'answered', value: { usage: { objects: 1 } } });
    await world.putAndTell('a/b/d');
    for (const bucket of [world.bucket, other]) {
      const again = await world.reader.usage({ bucket, directory: 'a/', depth: 0, freshness: ORDINARY });
      expect(again).toMatchObject({ outcome: 'answered', value: { usage: { objects: 2 } } });
    }
  });

  test('if S3 fails, an expired sum is given and declared as stale, unless it is marked', async () => {
    let broken = false;
    const world = worldOf(['a/b', 'c/d'], {
      store: (store) => ({
        ...store,
        list: async (request) =>
          broken ? { outcome: 'failed', reason: 'unavailable', message: 'down' } : store.list(request),
      }),
    });
    await world.usage('a/');
    await world.usage('c/');
    broken = true;
    world.now += HOUR_MS + 1;
    expect((await world.usage('a/')).provenance).toMatchObject({ served: 'stale', detail: 'stale-if-error' });
    await world.putAndTell('c/e');
    await expect(world.usage('c/')).rejects.toThrow('unavailable');
  });
});

test('for any keys and requests, listing and usage equal S3', async () => {
  const piece = fc.constantFrom('a', 'b', '.', '/', '/', '0', '\x00', '\uffff', '\u{1f600}');
  const key = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(''));
  const directory = fc.constantFrom('', 'a/', 'a/b/', '/', 'b/', 'a//', '0/');
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(key, { maxLength: 14 }),
      fc.array(fc.tuple(directory, fc.constantFrom(1, 2, 1_000), fc.boolean()), {
        minLength: 1,
        maxLength: 6,
      }),
      async (keys, asks) => {
        const world = worldOf(keys);
        for (const [of, limit, asUsage] of asks) {
          const below = belowOf(keys, of);
          if (asUsage) {
            const sizes = keys.flatMap((it, i) => (it.startsWith(of) ? [i + 1] : []));
            const { usage } = await world.usage(of);
            expect([usage.objects, usage.sizeBytes]).toEqual([
              below.length,
              sizes.reduce((sum, size) => sum + size, 0),
            ]);
          } else expect((await world.list(of, { recursive: true, limit })).names).toEqual(below);
        }
      },
    ),
    { numRuns: 300 },
  );
});

describe('rent or buy', () => {
  async function ask(world: World): Promise<string[]> {
    const question = { directory: 'd/', filter: '', limit: 1, recursive: true, freshness: ORDINARY };
    const answer = await world.reader.list({ bucket: world.bucket, ...question });
    if (answer.outcome !== 'answered') throw new Error(answer.detail);
    return answer.value.entries.map(({ name }) => name);
  }

  test('the first small questions about a cold directory store nothing; a later one stores the page', async () => {
    const world = worldOf(manyKeys(10, 100));
    for (let i = 0; i < RENTS; i++) {
      expect(await world.callsOf(() => ask(world))).toEqual({ list: 1, head: 0 });
      expect(await world.table.readHead({ bucket: world.bucket.name, prefix: 'd/' })).toBeUndefined();
    }
    expect(await world.callsOf(() => ask(world))).toEqual({ list: 1, head: 0 });
    expect(await world.callsOf(() => ask(world))).toEqual({ list: 0, head: 0 });
  });

  test('every answer is S3 as it is now, even without events', async () => {
    const world = worldOf(['d/a', 'd/b']);
    expect(await ask(world)).toEqual(['a']);
    world.remove('d/a');
    expect(await ask(world)).toEqual(['b']);
  });

  test('a large question stores the page at once', async () => {
    const world = worldOf(manyKeys(1, 300));
    await world.list('d/', { recursive: true, limit: MOST_RENTED_NAMES + 1 });
    expect(await world.callsOf(() => ask(world))).toEqual({ list: 0, head: 0 });
  });

  test('a walk with small pages stores from its second page on', async () => {
    const world = worldOf(manyKeys(3, 100));
    const walk = () => world.list('d/', { recursive: true, limit: 7 });
    expect(await world.callsOf(walk)).toEqual({ list: 2, head: 0 });
    expect((await walk()).names).toHaveLength(300);
  });
});

test('used digests, pages listed again and marks in trees are counted', async () => {
  const world = worldOf(manyKeys(2, 100));
  await world.usage('d/');
  expect(world.counts).not.toHaveProperty('digestHits');
  await world.usage('d/');
  expect(world.counts.digestHits).toBe(1);
  await world.putAndTell('d/0000/0000');
  expect(world.counts.treeMarks).toBe(1);
  await world.usage('d/');
  expect(world.counts).toMatchObject({ digestHits: 1, relistedPages: 1 });
});
