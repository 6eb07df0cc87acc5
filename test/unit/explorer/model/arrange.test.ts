/** Filtering and sorting of the loaded rows. */
import { expect, test } from '@jest/globals';
import type { EntryJson } from '../../../../contract/answers/entry.ts';
import { arrange } from '../../../../explorer/model/arrange.ts';
import { S3_ORDER, type SortText, sortOf } from '../../../../explorer/model/sort.ts';

const object = (name: string, size: number, day: number): EntryJson => ({
  type: 'object',
  name,
  key: name,
  size,
  lastModified: `2026-11-${String(day).padStart(2, '0')}T00:00:00.000Z`,
});
const directory = (name: string): EntryJson => ({ type: 'directory', name, key: name });

const ENTRIES = [
  object('B.txt', 2, 3),
  object('a.txt', 9, 1),
  directory('d/'),
  object('e.md', 2, 2),
  directory('z/'),
];

const names = (filter: string, sort: SortText, foldersFirst = false) =>
  arrange(ENTRIES, { filter, sort: sortOf(sort), foldersFirst, below: false }).map(({ name }) => name);

test('rows in the order of the answers are not sorted', () => {
  expect(arrange(ENTRIES, { filter: '', sort: S3_ORDER, foldersFirst: false, below: false })).toBe(ENTRIES);
});

test.each<[SortText, string[]]>([
  ['-name', ['z/', 'e.md', 'd/', 'a.txt', 'B.txt']],
  ['size', ['B.txt', 'e.md', 'a.txt', 'd/', 'z/']],
  ['-size', ['a.txt', 'B.txt', 'e.md', 'd/', 'z/']],
  ['modified', ['a.txt', 'e.md', 'B.txt', 'd/', 'z/']],
  ['-modified', ['B.txt', 'e.md', 'a.txt', 'd/', 'z/']],
])('sorts by %s like the service: equal rows by name, directories last', (sort, expected) => {
  expect(names('', sort)).toEqual(expected);
});

test('the filter matches a part of the name, ignoring case', () => {
  expect(names('b.T', 'name')).toEqual(['B.txt']);
  expect(names('txt', '-size')).toEqual(['a.txt', 'B.txt']);
  expect(names('*', 'name')).toEqual([]);
});

test('folders come first in every order, if chosen', () => {
  expect(names('', '-size', true)).toEqual(['d/', 'z/', 'a.txt', 'B.txt', 'e.md']);
  expect(names('', 'name', true)).toEqual(['d/', 'z/', 'B.txt', 'a.txt', 'e.md']);
});

test('the filter ignores width like the service', () => {
  expect(names('\uff42.\uff34', 'name')).toEqual(['B.txt']);
});

test('directories whose size is known are sorted by it', () => {
  const folders = new Map([['z/', { size: 5, lastModified: '2026-12-01T00:00:00.000Z' }]]);
  const rows = (sort: SortText) =>
    arrange(ENTRIES, { filter: '', sort: sortOf(sort), foldersFirst: false, below: false }, folders);
  expect(rows('-size').map(({ name }) => name)).toEqual(['a.txt', 'z/', 'B.txt', 'e.md', 'd/']);
  expect(rows('-modified')[0]!.name).toBe('z/');
});
