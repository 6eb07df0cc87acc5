/** A pattern for names. It must take time linear in the name, because callers send patterns of their own. */
import type { Entry } from './entry.ts';

export interface NamePattern {
  /** Every matching name starts with this text, so only that part of a directory is read. */
  head: string;
  matches(entry: Pick<Entry, 'type' | 'name'>): boolean;
}
