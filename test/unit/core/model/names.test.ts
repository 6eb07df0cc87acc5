import { describe, expect, test } from '@jest/globals';
import {
  ancestorPlaces,
  nameAfterKey,
  placeOfDirectory,
  placeOfKey,
} from '../../../../lambdas/core/model/names.ts';

describe('placeOfKey', () => {
  test.each([
    ['a.txt', '', 'a.txt'],
    ['a/b.txt', 'a/', 'b.txt'],
    ['a/', 'a/', ''],
    ['/', '/', ''],
    ['/a', '/', 'a'],
    ['a//b', 'a//', 'b'],
    ['a//', 'a//', ''],
    ['./../x', './../', 'x'],
    ['\u0001/\n', '\u0001/', '\n'],
  ])('%j is in %j as %j', (key, prefix, name) => {
    expect(placeOfKey(key)).toEqual({ prefix, name });
  });
});

describe('placeOfDirectory', () => {
  test.each([
    ['a/', '', 'a/'],
    ['a/b/', 'a/', 'b/'],
    ['/', '', '/'],
    ['//', '/', '/'],
    ['a//', 'a/', '/'],
    ['/a/', '/', 'a/'],
  ])('%j is listed in %j as %j', (directory, prefix, name) => {
    expect(placeOfDirectory(directory)).toEqual({ prefix, name });
  });

  test('the root is not listed anywhere', () => {
    expect(placeOfDirectory('')).toBeUndefined();
  });
});

test('every directory above is an ancestor, nearest first', () => {
  expect(ancestorPlaces('a//b/')).toEqual([
    { prefix: 'a//', name: 'b/' },
    { prefix: 'a/', name: '/' },
    { prefix: '', name: 'a/' },
  ]);
});

describe('the name after which the listing of d/ continues', () => {
  test.each([
    [undefined, undefined],
    ['c', undefined],
    ['d', undefined],
    ['d/', ''],
    ['d/a', 'a'],
    ['d/a/b', 'a/b'],
  ])('for the key %j is %j', (key, name) => {
    expect(nameAfterKey('d/', key)).toBe(name);
  });

  test('for a key behind the directory is after every name that a key can have', () => {
    for (const key of ['d0', 'e', '\u{10ffff}']) {
      const name = nameAfterKey('d/', key)!;
      expect(name.startsWith('\u{10ffff}'.repeat(250))).toBe(true);
      expect(Buffer.byteLength(`d/${name}`)).toBe(1_024);
    }
  });
});
