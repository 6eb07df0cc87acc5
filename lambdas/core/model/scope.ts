/**
 * Whose chunks and records: the names of one directory, the keys below the root of a tree (each named by what follows the
 * root), or the digests of a tree.
 */
import { type Directory, directoryId, isDirectoryName } from './names.ts';

export type ScopeKind = 'directory' | 'tree' | 'digests';

export interface Scope extends Directory {
  /** Absent: a directory. */
  kind?: ScopeKind;
}

/** Unique over all buckets and kinds. */
export function scopeId(scope: Scope): string {
  return `${scope.kind ?? 'directory'} ${directoryId(scope)}`;
}

/** Does the name stand for a directory? In a tree every name is a key. */
export function isDirectoryIn({ kind = 'directory' }: Scope, name: string): boolean {
  return kind === 'directory' && isDirectoryName(name);
}
