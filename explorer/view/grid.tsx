/** The rows of a directory. Only the rows on the screen are in the document. */
import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { EntryJson } from '../../contract/answers/entry.ts';
import { drawnRows, findRow, ROW_PX, type Scroll, scrollToRow, visibleRows } from '../model/screen.ts';
import { takeCameFrom } from './came-from.ts';
import { useExplorer } from './context.ts';
import { Emptiness } from './emptiness.tsx';
import type { GridCursor } from './grid-cursor.ts';
import { GridHead } from './grid-head.tsx';
import { GridRow } from './grid-row.tsx';

const COLUMNS = 5;
/**
 * The next page of the service's order is requested when the screen comes within this many rows of the last held row.
 */
const READ_ON_ROWS = 50;

export function Grid({ cursor }: { cursor: GridCursor }) {
  const explorer = useExplorer();
  const scroller = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLTableElement>(null);
  const scroll = useSignal<Scroll>({ topPx: 0, viewPx: 0 });
  const rows = explorer.arranged.rows.value;
  const { bucket = '', prefix } = explorer.where.place.value;
  const phase = explorer.directory.value?.phase.value.state;
  const order = explorer.arranged.serviceOrder.value;
  const isBusy = order ? order.phase.value.state === 'asking' : phase === 'reading';

  useEffect(() => attach(scroller.current!, table.current!, cursor, (now) => (scroll.value = now)), [cursor]);
  useArrangement(scroller, cursor);
  useRows(rows, scroller, cursor);
  useLinkedObject(rows, cursor);

  const seen = visibleRows(scroll.value, rows.length);
  useLayoutEffect(() => {
    explorer.visibleRows = rows.slice(seen.start, seen.end);
    if (seen.end > rows.length - READ_ON_ROWS) void order?.readOn();
  });

  const { start, end } = drawnRows(scroll.value, rows.length);
  const slots = useSlots(end - start);
  const at = cursor.at.value;
  const { names: selected } = explorer.selection.value;
  return (
    <div class="scroller" ref={scroller}>
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose rows the arrow keys walk is a grid (ARIA APG)
        role="grid"
        ref={table}
        data-sort={explorer.where.place.value.sort.by}
        tabIndex={0}
        aria-label={`Contents of ${bucket}/${prefix}`}
        aria-rowcount={phase === 'whole' && !order ? rows.length + 1 : -1}
        aria-colcount={COLUMNS}
        aria-busy={isBusy}
        aria-multiselectable={true}
        aria-activedescendant={at && at.row >= start && at.row < end ? `row-${at.row}` : undefined}
      >
        <GridHead />
        <tbody>
          <Spacer rows={start} />
          {rows.slice(start, end).map((entry, index) => (
            <GridRow
              key={(start + index) % slots}
              entry={entry}
              row={start + index}
              current={at?.row === start + index}
              selected={selected.has(entry.name)}
              cursor={cursor}
            />
          ))}
          <Spacer rows={rows.length - end} />
        </tbody>
      </table>
      {rows.length === 0 && <Emptiness />}
    </div>
  );
}

/**
 * The number of rows for which the document has elements. A row that enters the screen reuses the elements of a row
 * that has left it, because creating elements is most of the work of a frame.
 */
function useSlots(drawn: number): number {
  const most = useRef(1);
  most.current = Math.max(most.current, drawn);
  return most.current;
}

/** Takes up the space of the rows that are not drawn. */
function Spacer({ rows }: { rows: number }) {
  if (rows === 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: an empty row cannot be focused
    <tr aria-hidden="true" class="spacer">
      <td style={{ height: `${rows * ROW_PX}px` }} />
    </tr>
  );
}

/** Connects the grid's element to the cursor and reports its scrolling. */
function attach(
  scroller: HTMLDivElement,
  table: HTMLTableElement,
  cursor: GridCursor,
  tell: (scroll: Scroll) => void,
): () => void {
  const read = (): Scroll => {
    const headPx = table.tHead?.offsetHeight ?? 0;
    return { topPx: scroller.scrollTop, viewPx: Math.max(0, scroller.clientHeight - headPx) };
  };
  let { viewPx: beforePx } = read();
  const changed = () => {
    const now = read();
    const row = cursor.at.peek()?.row;
    const seen = visibleRows({ ...now, viewPx: beforePx }, Number.MAX_SAFE_INTEGER);
    const isSmaller = now.viewPx < beforePx;
    beforePx = now.viewPx;
    // When a sheet or a second line of tools opens, there is less room for the rows. The current row stays visible.
    if (isSmaller && row !== undefined && row >= seen.start && row < seen.end) cursor.reveal(row);
    cursor.pageRows = Math.max(1, Math.floor(now.viewPx / ROW_PX) - 1);
    tell(now);
  };
  cursor.reveal = (row) => {
    scroller.scrollTop = scrollToRow(read(), row);
  };
  cursor.focus = () => table.focus({ preventScroll: true });
  const sizes = new ResizeObserver(changed);
  sizes.observe(scroller);
  scroller.addEventListener('scroll', changed, { passive: true });
  changed();
  cursor.focus();
  return () => {
    sizes.disconnect();
    scroller.removeEventListener('scroll', changed);
  };
}

/** Scrolls to the top when the order or the filter changes. */
function useArrangement(scroller: { current: HTMLDivElement | null }, cursor: GridCursor): void {
  const { filter, sort, foldersFirst, below } = useExplorer().where.place.value;
  const first = useRef(true);
  useLayoutEffect(() => {
    if (first.current) cursor.at.value = undefined;
    else if (scroller.current) {
      scroller.current.scrollTop = 0;
      cursor.at.value = undefined;
    }
    first.current = false;
  }, [filter, sort.by, sort.descending, foldersFirst, below]);
}

/**
 * If the address names an object, moves to its row as soon as the row is read, unless the reader has acted in the
 * meantime.
 */
function useLinkedObject(rows: readonly EntryJson[], cursor: GridCursor): void {
  const explorer = useExplorer();
  const wanted = useRef(explorer.where.place.peek().object);
  useEffect(() => {
    const forget = () => (wanted.current = undefined);
    document.addEventListener('keydown', forget);
    document.addEventListener('pointerdown', forget);
    document.addEventListener('wheel', forget, { passive: true });
    return () => {
      document.removeEventListener('keydown', forget);
      document.removeEventListener('pointerdown', forget);
      document.removeEventListener('wheel', forget);
    };
  }, []);
  useLayoutEffect(() => {
    if (wanted.current !== undefined && cursor.toName(wanted.current)) wanted.current = undefined;
  }, [rows]);
}

/** When rows appear or disappear, the row at the top of the screen stays there, and the cursor stays on its name. */
function useRows(
  rows: readonly EntryJson[],
  scroller: { current: HTMLDivElement | null },
  cursor: GridCursor,
): void {
  const { filter, sort } = useExplorer().where.place.value;
  const before = useRef<{ rows: readonly EntryJson[]; arranged: string }>({ rows: [], arranged: '' });
  useLayoutEffect(() => {
    const arranged = JSON.stringify([filter, sort]);
    const element = scroller.current;
    const old = before.current;
    before.current = { rows, arranged };
    if (element && element.scrollTop > 0 && old.arranged === arranged) {
      const row = Math.floor(element.scrollTop / ROW_PX);
      const name = old.rows[row]?.name;
      const now = name === undefined ? -1 : findRow(rows, name, row);
      if (now !== -1) element.scrollTop += (now - row) * ROW_PX;
    }
    cursor.follow(rows);
    const child = rows.length > 0 ? takeCameFrom() : undefined;
    if (child !== undefined) cursor.toName(child);
  }, [rows]);
}
