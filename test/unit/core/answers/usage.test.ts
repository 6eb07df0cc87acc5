/** Usage, answered from the digests of a tree: sums and cost. */
import { describe, expect, test } from '@jest/globals';
import fc from '../../../support/fast-check.ts';
import { belowOf, manyKeys, worldOf } from '../../../support/tree-world.ts';
import type { World } from '../../../support/world.ts';

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
