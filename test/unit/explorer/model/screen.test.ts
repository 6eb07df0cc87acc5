/** Which rows are drawn, and the scroll position for a row. */
import { expect, test } from '@jest/globals';
import { drawnRows, findRow, ROW_PX, scrollToRow, visibleRows } from '../../../../explorer/model/screen.ts';

const VIEW = 10 * ROW_PX;

test('the visible rows include partly visible ones', () => {
  expect(visibleRows({ topPx: 0, viewPx: VIEW }, 100)).toEqual({ start: 0, end: 10 });
  expect(visibleRows({ topPx: 1, viewPx: VIEW }, 100)).toEqual({ start: 0, end: 11 });
  expect(visibleRows({ topPx: 95 * ROW_PX, viewPx: VIEW }, 100)).toEqual({ start: 95, end: 100 });
});

test('a scroll position beyond the last row, and an empty list, are handled', () => {
  expect(visibleRows({ topPx: 95 * ROW_PX, viewPx: VIEW }, 3)).toEqual({ start: 3, end: 3 });
  expect(drawnRows({ topPx: 0, viewPx: VIEW }, 0)).toEqual({ start: 0, end: 0 });
});

test('only about one screen is drawn, for any number of rows', () => {
  const { start, end } = drawnRows({ topPx: 250_000 * ROW_PX, viewPx: VIEW }, 500_000);
  expect(start).toBeLessThan(250_000);
  expect(end - start).toBeLessThan(40);
});

test('scrolling to a row stops as soon as the whole row is visible', () => {
  const scroll = { topPx: 50 * ROW_PX, viewPx: VIEW };
  expect(scrollToRow(scroll, 55)).toBe(50 * ROW_PX);
  expect(scrollToRow(scroll, 49)).toBe(49 * ROW_PX);
  expect(scrollToRow(scroll, 60)).toBe(51 * ROW_PX);
});

test('a row is found at its old index or at a new one, or is missing', () => {
  const rows = ['a', 'b', 'c'].map((name) => ({ name }));
  expect([findRow(rows, 'b', 1), findRow(rows, 'b', 7), findRow(rows, 'x', 1)]).toEqual([1, 1, -1]);
});
