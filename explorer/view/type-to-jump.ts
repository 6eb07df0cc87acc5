/** Typed letters and digits move to the first row that begins with them. */
import { isTyping, NOTHING_TYPED, rowBeginning, typed } from '../model/jump.ts';
import type { Explorer } from '../state/explorer.ts';
import type { GridCursor } from './grid-cursor.ts';

let soFar = NOTHING_TYPED;

/** @returns whether the key was part of a name */
export function jumpsByKey({ key }: KeyboardEvent, explorer: Explorer, cursor: GridCursor): boolean {
  const nowMs = performance.now();
  if (explorer.directory.peek() === undefined || !isTyping(soFar, key, nowMs)) return false;
  soFar = typed(soFar, key, nowMs);
  const row = rowBeginning(explorer.arranged.rows.peek(), soFar.text);
  if (row !== undefined) cursor.to(row);
  return true;
}

/** Is a name being typed? Then a space belongs to it. */
export function isMidName(): boolean {
  return isTyping(soFar, ' ', performance.now());
}
