/** Lists in ascending order of names: lookups, and conversion of names to another directory. */
import { compareNames } from '../../../shared/byte-order.ts';
import type { Entry } from './entry.ts';
import { END, type NameRange, START } from './range.ts';

/** Returns the entries in the range. If all are in it, returns the list itself. */
export function entriesIn(entries: readonly Entry[], { after, through }: NameRange): readonly Entry[] {
  const from = after === START ? 0 : indexAfter(entries, after);
  const to = through === END ? entries.length : indexAfter(entries, through);
  return from === 0 && to === entries.length ? entries : entries.slice(from, to);
}

export function findEntry(entries: readonly Entry[], name: string): Entry | undefined {
  const entry = entries[indexAfter(entries, name) - 1];
  return entry?.name === name ? entry : undefined;
}

/**
 * Converts the names of a tree, which are relative to its root, to names relative to the requested directory.
 * `below`: that directory, relative to the root. All entries must be in it.
 */
export function relativeTo(below: string, entries: readonly Entry[]): readonly Entry[] {
  if (below === '') return entries;
  return entries.map((entry) => ({ ...entry, name: entry.name.slice(below.length) }));
}

/** The index of the first element after the name. The elements must be in ascending order of their names. */
export function indexAfter(named: readonly { name: string }[], name: string): number {
  let low = 0;
  let high = named.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareNames(named[middle]!.name, name) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
