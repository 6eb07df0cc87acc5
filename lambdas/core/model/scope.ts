/**
 * Whose chunks and records: the names of one directory, the keys below the root of a tree (each named by what follows the
 * root), or the digests of a tree.
 */
import type { Directory } from './names.ts';

export type ScopeKind = 'directory' | 'tree' | 'digests';

export interface Scope extends Directory {
  /** Absent: a directory. */
  kind?: ScopeKind;
}
