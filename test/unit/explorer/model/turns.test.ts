/** Which stretches are refreshed next. */
import { expect, test } from '@jest/globals';
import type { Stretch } from '../../../../explorer/model/listing.ts';
import { Turns } from '../../../../explorer/model/turns.ts';

const STRETCHES: Stretch[] = Array.from({ length: 10 }, (_, index) => ({
  cursor: index === 0 ? undefined : `c${index}`,
  limit: 1000,
  after: index === 0 ? undefined : `name-${index}`,
  through: index === 9 ? undefined : `name-${index + 1}`,
}));

const seen = (...names: string[]) => names.map((name) => ({ type: 'directory' as const, name, key: name }));

test('visible stretches are refreshed every time, the others in turns', () => {
  const turns = new Turns();
  const visible = seen('name-7', 'name-70');
  const asked = Array.from({ length: 3 }, () => turns.next(STRETCHES, visible, false));
  for (const turn of asked) expect(turn).toEqual(expect.arrayContaining([STRETCHES[6], STRETCHES[7]]));
  expect(new Set(asked.flat())).toEqual(new Set(STRETCHES));
});

test('visible rows from many stretches do not refresh all of them at once', () => {
  const visible = STRETCHES.flatMap(({ through = 'z' }) => seen(through));
  expect(new Turns().next(STRETCHES, visible, false).length).toBeLessThan(STRETCHES.length);
});

test('if the others have to wait, only visible stretches are refreshed', () => {
  expect(new Turns().next(STRETCHES, seen('name-70'), true)).toEqual([STRETCHES[7]]);
});
