/** Recursive listings and usage after changes: what is read again, and what it costs. */
import { describe, expect, test } from '@jest/globals';
import { belowOf, manyKeys, worldOf } from '../../../support/tree-world.ts';
import { HOUR_MS, ORDINARY } from '../../../support/world.ts';

describe('after changes', () => {
  test('one write below any number of watched directories needs one mark, and costs one LIST of its page', async () => {
    const world = worldOf(manyKeys(40, 100));
    await world.usage('');
    for (const directory of ['d/', 'd/0007/']) await world.list(directory, { recursive: true, limit: 10 });
    world.counts.marks = 0;
    world.put('d/0007/new', 7);
    await world.apply([{ key: 'd/0007/new', kind: 'altered' }]);
    // One mark, for the tree. No directory was listed separately.
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
