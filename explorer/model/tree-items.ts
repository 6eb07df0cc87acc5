/** The open branches of the tree as lines, from the top. */

export interface Branch {
  /** Whole prefixes, in S3's order. */
  directories: readonly string[];
  /** There are more than one answer holds. */
  more: boolean;
}

export interface TreeItem {
  prefix: string;
  /** Counted from 1, as ARIA does. */
  level: number;
  isOpen: boolean;
}

export function treeItems(
  branches: ReadonlyMap<string, Branch>,
  open: ReadonlySet<string>,
  prefix = '',
  level = 1,
): TreeItem[] {
  const isOpen = open.has(prefix);
  const item = { prefix, level, isOpen };
  if (!isOpen) return [item];
  const below = branches.get(prefix)?.directories ?? [];
  return [item, ...below.flatMap((child) => treeItems(branches, open, child, level + 1))];
}
