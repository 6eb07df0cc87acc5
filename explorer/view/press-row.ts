/**
 * A press on a row makes it the current row and selects it. With Ctrl, it adds or removes the row; with Shift, it
 * extends the selection.
 */
import type { EntryJson } from '../../contract/answers/entry.ts';
import { extendedTo, NOTHING_SELECTED, selectOnly, toggled } from '../model/selection.ts';
import type { Explorer } from '../state/explorer.ts';
import type { GridCursor } from './grid-cursor.ts';

export function pressRow(
  event: MouseEvent,
  explorer: Explorer,
  cursor: GridCursor,
  { row, entry }: { row: number; entry: EntryJson },
): void {
  const { selection } = explorer;
  const before = selection.peek();
  const from = cursor.at.peek()?.name;
  cursor.point(row);
  if (event.button !== 0) return;
  if (event.shiftKey) {
    // Without this, the browser would select the text in between.
    event.preventDefault();
    cursor.focus();
    const anchored = before.anchor === undefined && from !== undefined ? selectOnly(from) : before;
    selection.value = extendedTo(anchored, explorer.arranged.rows.peek(), entry.name);
  } else if (event.ctrlKey || event.metaKey) selection.value = toggled(before, entry.name);
  else if (isControl(event.target)) return;
  else {
    const isOnly = before.names.size === 1 && before.names.has(entry.name);
    selection.value = isOnly ? NOTHING_SELECTED : selectOnly(entry.name);
  }
}

/** Links and buttons work as usual and do not change the selection. */
function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('a, button') !== null;
}
