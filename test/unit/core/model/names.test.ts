import { describe, expect, test } from '@jest/globals';
import { ancestorPlaces, placeOfDirectory, placeOfKey } from '../../../../lambdas/core/model/names.ts';

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
