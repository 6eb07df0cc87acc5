/**
 * What may be answered: for every name, the states S3 was in between the oldest observation an answer admits to and the
 * answer itself, less those that processed events and invalidations have ruled out.
 */
import { floorOf, type Known } from './knowledge.ts';
import type { NameValue, S3History, State, StoredObject } from './s3-history.ts';

export interface Window {
  /** True time before which nothing used was observed. */
  fromMs: number;
  known: Known;
  /** Each LIST of this seed shows one state of S3, so that "empty" must have been one. */
  listsAreWhole: boolean;
}

/** The states something was in at or after a time and a write: newest first, `undefined` for nothing there. */
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

  /** Every name that ever was in the directory. */
  names(prefix: string): Iterable<string> {
    return this.s3.names(prefix).keys();
  }

  /** Every key that was ever below the directory. */
  keys(directory: string): Iterable<string> {
    return [...this.s3.keys.keys()].filter((key) => key.startsWith(directory));
  }

  /** What may be said of this name. Empty never: what S3 says now may always be said. */
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
   * A processed event tells of its own key only, so it contradicts "the directory is there" as far as that key was what kept it
   * there, and "it is not" as far as that key was there ever since.
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

  /** Was the directory empty at one time in the window? Two observations may add up to an emptiness that never was. */
  wasEmpty(prefix: string, window: Window): boolean {
    if (prefix === '' || !window.listsAreWhole) return true;
    const parent = prefix === '/' ? '' : prefix.slice(0, prefix.lastIndexOf('/', prefix.length - 2) + 1);
    const states = this.s3.names(parent).get(prefix.slice(parent.length)) ?? [];
    return statesSince(states, window.fromMs, 0).includes(undefined);
  }

  /** May one say that there is nothing in this directory: it was not there, or each of its names was not? */
  mayBeEmpty(prefix: string, window: Window): boolean {
    if (!this.wasEmpty(prefix, window)) return false;
    const parent = prefix.slice(0, prefix.lastIndexOf('/', prefix.length - 2) + 1);
    const start = prefix === '/' ? '' : parent;
    if (prefix !== '' && this.possible(start, prefix.slice(start.length), window).includes(undefined))
      return true;
    return [...this.names(prefix)].every((name) => this.possible(prefix, name, window).includes(undefined));
  }
}
