/** Recursive listings, answered from a tree: contents and cost. */
import { describe, expect, test } from '@jest/globals';
import { belowOf, manyKeys, worldOf } from '../../../support/tree-world.ts';

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
