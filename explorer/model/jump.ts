/** Typing a name's beginning leads to it: letters in quick succession are one beginning. */
import { folded } from './fold.ts';

/** A longer pause begins another beginning. */
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

/** Is this key a part of what is being typed? A space by itself is not. */
export function isTyping(before: Typed, key: string, nowMs: number): boolean {
  if ([...key].length !== 1) return false;
  return key !== ' ' || (before.text !== '' && nowMs - before.atMs < PAUSE_MS);
}

/** The first row whose name begins so, in whatever case and width; -1: there is none. */
export function rowBeginning(rows: readonly { name: string }[], text: string): number {
  const wanted = folded(text);
  return rows.findIndex(({ name }) => folded(name).startsWith(wanted));
}
