/** Selecting by the keyboard: Shift with a movement, Space, Ctrl+A. */
import { allOf, extendedTo, NOTHING_SELECTED, selectOnly, toggled } from '../model/selection.ts';
import type { Explorer } from '../state/explorer.ts';
import type { GridCursor } from './grid-cursor.ts';

const MOVES: Partial<Record<string, (cursor: GridCursor) => void>> = {
  ArrowDown: (cursor) => cursor.by(1),
  ArrowUp: (cursor) => cursor.by(-1),
  PageDown: (cursor) => cursor.by(cursor.pageRows),
  PageUp: (cursor) => cursor.by(-cursor.pageRows),
  Home: (cursor) => cursor.to(0),
  End: (cursor) => cursor.toEnd(),
};

/** @returns whether the key was one of these */
export function selectsByKey(event: KeyboardEvent, explorer: Explorer, cursor: GridCursor): boolean {
  const { selection, arranged } = explorer;
  if (explorer.directory.peek() === undefined) return false;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a') {
    selection.value = allOf(arranged.rows.peek());
    return true;
  }
  const move = MOVES[event.key];
  if (!move || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (!event.shiftKey) {
    if (selection.peek().names.size > 0) selection.value = NOTHING_SELECTED;
    return false;
  }
  const from = cursor.at.peek()?.name;
  const before = selection.peek();
  const anchored = before.anchor === undefined && from !== undefined ? selectOnly(from) : before;
  move(cursor);
  const to = cursor.at.peek()?.name;
  if (to !== undefined) selection.value = extendedTo(anchored, arranged.rows.peek(), to);
  return true;
}

export function toggleCurrent(explorer: Explorer, cursor: GridCursor): void {
  const name = cursor.at.peek()?.name;
  if (name !== undefined) explorer.selection.value = toggled(explorer.selection.peek(), name);
}
