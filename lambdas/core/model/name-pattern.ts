/** A pattern for names. Matching must take time linear in the name, because callers send their own patterns. */
import type { Entry } from './entry.ts';

export interface NamePattern {
  /** The text with which every matching name starts. Only that part of a directory is read. */
  head: string;
  matches(entry: Pick<Entry, 'type' | 'name'>): boolean;
}
