/** The lines of the tree from top to bottom, including all open branches. */

/** What is known below a directory, or why its request failed. */
export type Branch = Listed | { state: 'failed'; detail: string };

interface Listed {
  state: 'listed';
  /** Whole prefixes, in S3's order. */
  directories: readonly string[];
  /** The directory has more subdirectories than fit in one answer. */
  more: boolean;
}

export interface TreeItem {
  prefix: string;
  /** Starts at 1, as in ARIA. */
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
  const branch = branches.get(prefix);
  const below = branch?.state === 'listed' ? branch.directories : [];
  return [item, ...below.flatMap((child) => treeItems(branches, open, child, level + 1))];
}
