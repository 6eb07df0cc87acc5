/** A tree's names are relative to its root. An answer's names are relative to the requested directory. */
import type { Entry } from '../model/entry.ts';

/** `below`: that directory, relative to the root. All entries are in it. */
export function relativeTo(below: string, entries: readonly Entry[]): readonly Entry[] {
  if (below === '') return entries;
  return entries.map((entry) => ({ ...entry, name: entry.name.slice(below.length) }));
}
