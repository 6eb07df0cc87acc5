import { describe, expect, test } from '@jest/globals';
import { createDecodedCache } from '../../../lambdas/adapters/decoded-cache.ts';
import type { Entry } from '../../../lambdas/core/model/entry.ts';
import fc from '../../support/fast-check.ts';
import { createSortedMap } from '../../support/memory/sorted-map.ts';

describe('the cache of decoded chunks', () => {
  const entries: Entry[] = [{ type: 'directory', name: 'a/' }];

  test('keeps the most recently used within its bytes', () => {
    const cache = createDecodedCache(100);
    cache.set('a', entries, 40);
    cache.set('b', entries, 40);
    expect(cache.get('a')).toBe(entries);
    cache.set('c', entries, 40);
    expect(cache.get('b')).toBeUndefined();
    expect(cache.get('a')).toBe(entries);
    expect(cache.get('c')).toBe(entries);
  });

  test('refuses a value larger than the cache and accepts values of size 0', () => {
    const cache = createDecodedCache(100);
    cache.set('huge', entries, 101);
    expect(cache.get('huge')).toBeUndefined();
    cache.set('empty', [], 0);
    expect(cache.get('empty')).toEqual([]);
  });

  test('with 0 bytes keeps nothing', () => {
    const cache = createDecodedCache(0);
    cache.set('a', entries, 1);
    expect(cache.get('a')).toBeUndefined();
  });
});

describe('the sorted map', () => {
  test('iterates in the order of its keys', () => {
    const step = fc.tuple(fc.constantFrom('set', 'delete'), fc.nat({ max: 12 }), fc.nat());
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const sorted = createSortedMap<number, number>((a, b) => a - b);
        const model = new Map<number, number>();
        for (const [what, key, value] of steps) {
          if (what === 'set') {
            sorted.set(key, value);
            model.set(key, value);
          } else {
            sorted.delete(key);
            model.delete(key);
          }
        }
        const keys = [...model.keys()].sort((a, b) => a - b);
        expect(sorted.keys()).toEqual(keys);
        expect(sorted.values()).toEqual(keys.map((key) => model.get(key)));
        for (let key = -1; key <= 13; key++) {
          expect(sorted.get(key)).toBe(model.get(key));
          expect(sorted.countThrough(key)).toBe(keys.filter((each) => each <= key).length);
        }
      }),
    );
  });
});
