/** The differences between two pages, in the range that both cover. */
import type { CachedPage } from './cached-page.ts';
import { entriesIn } from './entries.ts';
import type { Entry } from './entry.ts';
import { intersection } from './range.ts';

export interface ChangedName {
  name: string;
  how: 'came' | 'went' | 'differs';
}

type Page = Pick<CachedPage, 'after' | 'through' | 'entries'>;

export function changedNames(before: Page, now: Page): ChangedName[] {
  const both = intersection(before, now);
  if (!both) return [];
  const listed = new Map(entriesIn(now.entries, both).map((entry) => [entry.name, entry]));
  const changed: ChangedName[] = [];
  for (const entry of entriesIn(before.entries, both)) {
    const still = listed.get(entry.name);
    listed.delete(entry.name);
    if (!still) changed.push({ name: entry.name, how: 'went' });
    else if (!isSame(entry, still)) changed.push({ name: entry.name, how: 'differs' });
  }
  for (const name of listed.keys()) changed.push({ name, how: 'came' });
  return changed;
}

/** Compares the fields that a write usually changes. A write of the same bytes may change none of them. */
function isSame(a: Entry, b: Entry): boolean {
  if (a.type === 'directory' || b.type === 'directory') return a.type === b.type;
  return a.etag === b.etag && a.sizeBytes === b.sizeBytes;
}
