/** Typing the beginning of a name moves to its row. Letters typed in quick succession form one beginning. */
import { folded } from './fold.ts';

/** After a longer pause, the next letter starts a new beginning. */
const PAUSE_MS = 1_000;

export interface Typed {
  text: string;
  atMs: number;
}

export const NOTHING_TYPED: Typed = { text: '', atMs: Number.NEGATIVE_INFINITY };

export function typed(before: Typed, key: string, nowMs: number): Typed {
  const goesOn = nowMs - before.atMs < PAUSE_MS;
  return { text: goesOn ? before.text + key : key, atMs: nowMs };
}

/** Is this key part of the name that is being typed? A space alone is not. */
export function isTyping(before: Typed, key: string, nowMs: number): boolean {
  if ([...key].length !== 1) return false;
  return key !== ' ' || (before.text !== '' && nowMs - before.atMs < PAUSE_MS);
}

/** The index of the first row whose name starts with the text, ignoring case and width. `undefined`: no row does. */
export function rowBeginning(rows: readonly { name: string }[], text: string): number | undefined {
  const wanted = folded(text);
  const index = rows.findIndex(({ name }) => folded(name).startsWith(wanted));
  return index < 0 ? undefined : index;
}
