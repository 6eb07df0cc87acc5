import { describe, expect, test } from '@jest/globals';
import type { Entry } from '../../../../lambdas/core/model/entry.ts';
import {
  compareInOrder,
  isNameOrder,
  NAME_ORDER,
  positionOf,
  type SortOrder,
  type SortPosition,
} from '../../../../lambdas/core/model/sort-order.ts';

const orders = (['name', 'size', 'lastModified'] as const).flatMap((by): SortOrder[] => [
  { by, descending: false },
  { by, descending: true },
]);

test('only names, ascending, are the order of S3', () => {
  expect(orders.filter(isNameOrder)).toEqual([NAME_ORDER]);
});

describe('the position of an entry', () => {
  const object: Entry = { type: 'object', name: 'a', sizeBytes: 0, lastModifiedMs: 7 };
  test.each<[SortOrder['by'], Entry, SortPosition]>([
    ['name', object, { name: 'a' }],
    ['size', object, { name: 'a', value: 0 }],
    ['lastModified', object, { name: 'a', value: 7 }],
    ['lastModified', { type: 'object', name: 'a', sizeBytes: 1 }, { name: 'a' }],
    ['size', { type: 'directory', name: 'a/' }, { name: 'a/' }],
    ['lastModified', { type: 'directory', name: 'a/' }, { name: 'a/' }],
  ])('by %s, of %j', (by, entry, position) => {
    expect(positionOf(entry, { by, descending: false })).toStrictEqual(position);
  });
});

describe('the order', () => {
  const positions: SortPosition[] = [
    ...[{ name: '\u{1f600}' }, { name: '\uff5e' }, { name: 'a', value: 2 }, { name: 'b', value: 1 }],
    ...[
      { name: 'c', value: 2 },
      { name: 'd', value: 0 },
    ],
  ];
  const named = (order: SortOrder) =>
    [...positions].sort((a, b) => compareInOrder(order, a, b)).map(({ name }) => name);

  test('by name is that of UTF-8, in both directions', () => {
    const names = ['a', 'b', 'c', 'd', '\uff5e', '\u{1f600}'];
    expect(named({ by: 'name', descending: false })).toEqual(names);
    expect(named({ by: 'name', descending: true })).toEqual(names.toReversed());
  });

  test('by value has equal values by name, and entries without a value last, in both directions', () => {
    const last = ['\uff5e', '\u{1f600}'];
    expect(named({ by: 'size', descending: false })).toEqual(['d', 'b', 'a', 'c', ...last]);
    expect(named({ by: 'size', descending: true })).toEqual(['a', 'c', 'b', 'd', ...last]);
  });

  test('of two positions is opposite when they are exchanged, and equal for the same position', () => {
    for (const order of orders)
      for (const a of positions)
        for (const b of positions)
          expect(Math.sign(compareInOrder(order, a, b)) + Math.sign(compareInOrder(order, b, a))).toBe(0);
    for (const order of orders) for (const a of positions) expect(compareInOrder(order, a, a)).toBe(0);
  });
});
