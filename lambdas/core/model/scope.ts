/**
 * The owner of chunks and records: one directory, with its names; a tree, with its keys relative to the root; or the
 * digests of a tree.
 */
import { type Directory, directoryId, isDirectoryName } from './names.ts';

export type ScopeKind = 'directory' | 'tree' | 'digests';

export interface Scope extends Directory {
  /** If absent, the scope is a directory. */
  kind?: ScopeKind;
}

/** Unique among all buckets and kinds. */
export function scopeId(scope: Scope): string {
  return `${scope.kind ?? 'directory'} ${directoryId(scope)}`;
}

/** True if the name is that of a directory. In a tree, every name is a key. */
export function isDirectoryIn({ kind = 'directory' }: Scope, name: string): boolean {
  return kind === 'directory' && isDirectoryName(name);
}
