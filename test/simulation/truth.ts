/**
 * The allowed answers. For every name, these are the states of S3 between the oldest observation that the answer
 * declares and the answer itself, except the states that processed events and invalidations exclude.
 */
import { floorOf, type Known } from './knowledge.ts';
import type { NameValue, S3History, State, StoredObject } from './s3-history.ts';

export interface Window {
  /** The true time of the oldest observation that the answer may have used. */
  fromMs: number;
  known: Known;
  /**
   * True if each LIST of this seed shows a single state of S3. Then an "empty" answer must have been such a state.
   */
  listsAreWhole: boolean;
}

/** The states at or after a time and a write, newest first; `undefined` if the name did not exist. */
export function statesSince<T>(states: readonly State<T>[], fromMs: number, seq: number): (T | undefined)[] {
  const found: (T | undefined)[] = [];
  for (let i = states.length - 1; i >= 0; i -= 1) {
    const state = states[i]!;
    found.push(state.value);
    if (state.seq <= seq || state.atMs < fromMs) return found;
  }
  found.push(undefined);
  return found;
}

export class Truth {
  private readonly s3: S3History;

  constructor(s3: S3History) {
    this.s3 = s3;
  }

  /** Every name that was ever in the directory. */
  names(prefix: string): Iterable<string> {
    return this.s3.names(prefix).keys();
  }

  /** Every key that was ever below the directory. */
  keys(directory: string): Iterable<string> {
    return [...this.s3.keys.keys()].filter((key) => key.startsWith(directory));
  }

  /**
   * The allowed answers about this name. There is at least one, because the present state of S3 is always allowed.
   */
  possible(prefix: string, name: string, window: Window): (NameValue | undefined)[] {
    const floor = floorOf(window.known, prefix);
    const states = this.s3.names(prefix).get(name) ?? [];
    const isDirectory = name.endsWith('/');
    const told = isDirectory ? window.known.above : window.known.keys;
    const known = told.get(prefix + name) ?? 0;
    const values = statesSince(states, window.fromMs, Math.max(floor, known));
    if (!isDirectory) return values;
    return values.filter((value) => this.directoryMaySeem(prefix + name, value !== undefined, window.known));
  }

  /**
   * A processed event reports only its own key. It excludes "the directory exists" if only that key kept the
   * directory in existence, and it excludes "the directory does not exist" if that key has existed ever since.
   */
  private directoryMaySeem(prefix: string, present: boolean, known: Known): boolean {
    const keysBelow = [...this.s3.keys].filter(([key]) => key.startsWith(prefix));
    const maySeem = ([key, states]: [string, readonly State<StoredObject>[]], there: boolean) =>
      statesSince(states, Number.NEGATIVE_INFINITY, known.presence.get(key) ?? 0).some(
        (value) => Boolean(value) === there,
      );
    if (present) return keysBelow.some((key) => maySeem(key, true));
    return keysBelow.every((key) => maySeem(key, false));
  }

  /** Was the directory empty at some time of the window? Two observations together could wrongly show it as empty. */
  wasEmpty(prefix: string, window: Window): boolean {
    if (prefix === '' || !window.listsAreWhole) return true;
    const parent = prefix === '/' ? '' : prefix.slice(0, prefix.lastIndexOf('/', prefix.length - 2) + 1);
    const states = this.s3.names(parent).get(prefix.slice(parent.length)) ?? [];
    return statesSince(states, window.fromMs, 0).includes(undefined);
  }

  /** Is "empty" an allowed answer? It is if the directory did not exist, or if none of its names existed. */
  mayBeEmpty(prefix: string, window: Window): boolean {
    if (!this.wasEmpty(prefix, window)) return false;
    const parent = prefix.slice(0, prefix.lastIndexOf('/', prefix.length - 2) + 1);
    const start = prefix === '/' ? '' : parent;
    if (prefix !== '' && this.possible(start, prefix.slice(start.length), window).includes(undefined))
      return true;
    return [...this.names(prefix)].every((name) => this.possible(prefix, name, window).includes(undefined));
  }
}
