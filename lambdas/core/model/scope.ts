/**
 * The owner of chunks and records: one directory (by its names), a tree (by its keys, named by the part after the
 * root), or the digests of a tree.
 */
import { type Directory, directoryId, isDirectoryName } from './names.ts';

export type ScopeKind = 'directory' | 'tree' | 'digests';

export interface Scope extends Directory {
  /** Absent: a directory. */
  kind?: ScopeKind;
}

/** Unique among all buckets and kinds. */
export function scopeId(scope: Scope): string {
  return `${scope.kind ?? 'directory'} ${directoryId(scope)}`;
}

/** Is the name a directory? In a tree every name is a key. */
export function isDirectoryIn({ kind = 'directory' }: Scope, name: string): boolean {
  return kind === 'directory' && isDirectoryName(name);
}
