/** A tree's names are relative to its root; those of an answer to the directory that was asked about. */
import type { Entry } from '../model/entry.ts';

/** `below`: that directory, relative to the root; all entries lie in it. */
export function relativeTo(below: string, entries: readonly Entry[]): readonly Entry[] {
  if (below === '') return entries;
  return entries.map((entry) => ({ ...entry, name: entry.name.slice(below.length) }));
}
