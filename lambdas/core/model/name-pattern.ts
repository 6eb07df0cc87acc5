/** A pattern that entries are held against. Whoever compiles it guarantees time linear in the name: callers send patterns of their own. */
import type { Entry } from './entry.ts';

export interface NamePattern {
  /** The name of every entry that matches starts with this; only that part of a directory is read. */
  head: string;
  matches(entry: Pick<Entry, 'type' | 'name'>): boolean;
}
