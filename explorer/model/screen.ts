/** Calculates which rows of a long list are on the screen. All rows have the same height. */

/** Must equal the height in the style sheet. */
export const ROW_PX = 34;
/** Rows drawn beyond each edge, so that short scrolling shows no gap. */
const OVERSCAN_ROWS = 8;
/**
 * Firefox cannot lay out elements taller than 17.8 million pixels, and other browsers have similar limits. So no more
 * rows are loaded.
 */
export const MAX_ROWS = 500_000;

export interface Scroll {
  topPx: number;
  /** Height of the visible part. */
  viewPx: number;
}

/** A half-open range of row indexes. */
export interface RowRange {
  start: number;
  end: number;
}

export function visibleRows({ topPx, viewPx }: Scroll, count: number): RowRange {
  const start = Math.min(count, Math.max(0, Math.floor(topPx / ROW_PX)));
  return { start, end: Math.min(count, Math.max(start, Math.ceil((topPx + viewPx) / ROW_PX))) };
}

export function drawnRows(scroll: Scroll, count: number): RowRange {
  const { start, end } = visibleRows(scroll, count);
  return { start: Math.max(0, start - OVERSCAN_ROWS), end: Math.min(count, end + OVERSCAN_ROWS) };
}

/** The scroll position nearest to the current one at which the whole row is visible. */
export function scrollToRow({ topPx, viewPx }: Scroll, row: number): number {
  const rowTop = row * ROW_PX;
  if (rowTop < topPx) return rowTop;
  return Math.max(topPx, rowTop + ROW_PX - viewPx);
}

/** The index of the row with this name, or -1. Looks first at the index where the row was before. */
export function findRow(rows: readonly { name: string }[], name: string, before: number): number {
  if (rows[before]?.name === name) return before;
  return rows.findIndex((row) => row.name === name);
}
