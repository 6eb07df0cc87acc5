/** Which rows of a long list are on the screen: rows all have one height, so that it is arithmetic. */

/** As the style sheet has it. */
export const ROW_PX = 34;
/** Rows drawn beyond each edge, so that a flick of the wheel finds them there. */
const OVERSCAN_ROWS = 8;
/** Browsers lay out nothing taller (Firefox: 17.8 million pixels): more rows are not loaded. */
export const MAX_ROWS = 500_000;

export interface Scroll {
  topPx: number;
  /** Height of what is seen. */
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

/** The scroll position nearest to the one there is at which the row is wholly seen. */
export function scrollToRow({ topPx, viewPx }: Scroll, row: number): number {
  const rowTop = row * ROW_PX;
  if (rowTop < topPx) return rowTop;
  return Math.max(topPx, rowTop + ROW_PX - viewPx);
}

/** Where the row of this name is now; looked for first where it was. -1: it is gone. */
export function findRow(rows: readonly { name: string }[], name: string, before: number): number {
  if (rows[before]?.name === name) return before;
  return rows.findIndex((row) => row.name === name);
}
