/** Selecting rows by pointer and keyboard, and the totals of the selection. */
import { expect, test } from '@jest/globals';
import type { EntryJson } from '../../../../contract/answers/entry.ts';
import {
  allOf,
  extendedTo,
  NOTHING_SELECTED,
  selectOnly,
  sumOf,
  toggled,
} from '../../../../explorer/model/selection.ts';

const object = (name: string, size: number): EntryJson => ({
  ...{ type: 'object', name, key: `d/${name}`, size, lastModified: '2026-01-01T00:00:00.000Z' },
});
const ROWS: EntryJson[] = [
  object('a', 1),
  { type: 'directory', name: 'b/', key: 'd/b/' },
  object('c', 4),
  object('d', 8),
];
const names = (selection: { names: ReadonlySet<string> }) => [...selection.names].sort();

test('a range goes from the anchor to the row, in either direction, and keeps the anchor', () => {
  const up = extendedTo(selectOnly('c'), ROWS, 'a');
  expect(names(up)).toEqual(['a', 'b/', 'c']);
  expect(names(extendedTo(up, ROWS, 'd'))).toEqual(['c', 'd']);
});

test('a range without an existing anchor is only the row', () => {
  expect(names(extendedTo(NOTHING_SELECTED, ROWS, 'c'))).toEqual(['c']);
  expect(names(extendedTo(selectOnly('gone'), ROWS, 'c'))).toEqual(['c']);
});

test('toggling a row twice restores the selection', () => {
  const twice = toggled(toggled(selectOnly('a'), 'c'), 'c');
  expect(names(twice)).toEqual(['a']);
});

test('the total is of existing rows; folders count when their sizes are known', () => {
  const all = allOf([...ROWS, object('gone', 100)]);
  expect(sumOf(all, ROWS)).toEqual({ count: 4, sizeBytes: 13, unknown: 1 });
  expect(sumOf(all, ROWS, new Map([['d/b/', { size: 2 }]]))).toEqual({ count: 4, sizeBytes: 15, unknown: 0 });
  expect(sumOf(NOTHING_SELECTED, ROWS)).toEqual({ count: 0, sizeBytes: 0, unknown: 0 });
});
