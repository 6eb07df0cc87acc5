import { expect, test } from '@jest/globals';
import { floorAbove, floorKnownMs } from '../../../../lambdas/core/model/bucket-item.ts';

test('a directory has the newest of the floors at or above it', () => {
  const floors = new Map([
    ['', 5],
    ['a/', 9],
    ['a/b/', 7],
    ['c/', 3],
  ]);
  expect(floorAbove({ floors }, '')).toBe(5);
  expect(floorAbove({ floors }, 'a/')).toBe(9);
  expect(floorAbove({ floors }, 'a/b/')).toBe(9);
  expect(floorAbove({ floors }, 'c/d/')).toBe(5);
  expect(floorAbove({ floors: new Map([['a/', 9]]) }, 'b/')).toBe(0);
});

test('a floor is known after the cache time, the margin of the clock and the slack of timers', () => {
  expect(floorKnownMs(0)).toBe(1_025);
  expect(floorKnownMs(100)).toBe(1_125);
});
