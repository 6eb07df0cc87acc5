/** Which rows are drawn, and where scrolling has to go. */
import { expect, test } from '@jest/globals';
import { drawnRows, findRow, ROW_PX, scrollToRow, visibleRows } from '../../../../explorer/model/screen.ts';

const VIEW = 10 * ROW_PX;

test('the rows that are seen, in part or wholly', () => {
  expect(visibleRows({ topPx: 0, viewPx: VIEW }, 100)).toEqual({ start: 0, end: 10 });
  expect(visibleRows({ topPx: 1, viewPx: VIEW }, 100)).toEqual({ start: 0, end: 11 });
  expect(visibleRows({ topPx: 95 * ROW_PX, viewPx: VIEW }, 100)).toEqual({ start: 95, end: 100 });
});

test('with fewer rows than the scroll position had, and with none', () => {
  expect(visibleRows({ topPx: 95 * ROW_PX, viewPx: VIEW }, 3)).toEqual({ start: 3, end: 3 });
  expect(drawnRows({ topPx: 0, viewPx: VIEW }, 0)).toEqual({ start: 0, end: 0 });
});

test('however many rows there are, about a screen is drawn', () => {
  const { start, end } = drawnRows({ topPx: 250_000 * ROW_PX, viewPx: VIEW }, 500_000);
  expect(start).toBeLessThan(250_000);
  expect(end - start).toBeLessThan(40);
});

test('a row is scrolled to only as far as it takes to see it', () => {
  const scroll = { topPx: 50 * ROW_PX, viewPx: VIEW };
  expect(scrollToRow(scroll, 55)).toBe(50 * ROW_PX);
  expect(scrollToRow(scroll, 49)).toBe(49 * ROW_PX);
  expect(scrollToRow(scroll, 60)).toBe(51 * ROW_PX);
});

test('a row is found where it was, where it went, or not', () => {
  const rows = ['a', 'b', 'c'].map((name) => ({ name }));
  expect([findRow(rows, 'b', 1), findRow(rows, 'b', 7), findRow(rows, 'x', 1)]).toEqual([1, 1, -1]);
});
