/** Filtering and sorting, over what is loaded. */
import { expect, test } from '@jest/globals';
import type { EntryJson } from '../../../contract/answers.ts';
import { arrange } from '../../../explorer/model/arrange.ts';
import { S3_ORDER, type SortText, sortOf } from '../../../explorer/model/sort.ts';

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

const names = (filter: string, sort: SortText) =>
  arrange(ENTRIES, { filter, sort: sortOf(sort) }).map(({ name }) => name);

test('in the order they came in nothing is sorted', () => {
  expect(arrange(ENTRIES, { filter: '', sort: S3_ORDER })).toBe(ENTRIES);
});

test.each<[SortText, string[]]>([
  ['-name', ['z/', 'e.md', 'd/', 'a.txt', 'B.txt']],
  ['size', ['d/', 'z/', 'B.txt', 'e.md', 'a.txt']],
  ['-size', ['d/', 'z/', 'a.txt', 'B.txt', 'e.md']],
  ['modified', ['d/', 'z/', 'a.txt', 'e.md', 'B.txt']],
  ['-modified', ['d/', 'z/', 'B.txt', 'e.md', 'a.txt']],
])('sorted by %s: directories first, equals as they came', (sort, expected) => {
  expect(names('', sort)).toEqual(expected);
});

test('the filter is a part of the name, in any case', () => {
  expect(names('b.T', 'name')).toEqual(['B.txt']);
  expect(names('txt', '-size')).toEqual(['a.txt', 'B.txt']);
  expect(names('*', 'name')).toEqual([]);
});
