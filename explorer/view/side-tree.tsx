/** The tree of directories at the side. Up and down move in it, right opens a directory, left closes it. */
import { useComputed } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { formatCount } from '../model/format.ts';
import { directoryPlace, formatPlace } from '../model/place.ts';
import { type TreeItem, treeItems } from '../model/tree-items.ts';
import { visibleName } from '../model/visible-name.ts';
import type { SideTree as Tree } from '../state/side-tree.ts';
import { useExplorer } from './context.ts';

const INDENT_PX = 14;

export function SideTree({ tree }: { tree: Tree }) {
  const { where } = useExplorer();
  const { prefix } = where.place.value;
  const list = useRef<HTMLDivElement>(null);
  const items = useComputed(() => treeItems(tree.branches.value, tree.open.value));
  useEffect(() => void tree.reveal(prefix), [tree, prefix]);
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [prefix, items.value]);
  const hasCurrent = items.value.some((item) => item.prefix === prefix);
  return (
    <nav class="side" aria-label="Directories">
      <div
        role="tree"
        aria-label={tree.bucket}
        ref={list}
        onKeyDown={(event) => walk(event, tree, items.value)}
      >
        {items.value.map((item, at) => (
          <Line
            key={item.prefix}
            tree={tree}
            item={item}
            isTabStop={hasCurrent ? item.prefix === prefix : at === 0}
          />
        ))}
      </div>
    </nav>
  );
}

function Line({ tree, item, isTabStop }: { tree: Tree; item: TreeItem; isTabStop: boolean }) {
  const { where } = useExplorer();
  const { prefix, level, isOpen } = item;
  const branch = tree.branches.value.get(prefix);
  const isLeaf = branch?.state === 'listed' && branch.directories.length === 0;
  const isCurrent = where.place.value.prefix === prefix;
  const name = prefix === '' ? tree.bucket : nameOf(prefix);
  return (
    <a
      role="treeitem"
      href={formatPlace({ ...directoryPlace(tree.bucket, prefix), view: where.place.value.view })}
      tabIndex={isTabStop ? 0 : -1}
      aria-level={level}
      aria-expanded={isLeaf ? undefined : isOpen}
      aria-current={isCurrent ? 'page' : undefined}
      aria-selected={isCurrent}
      style={{ paddingLeft: `${(level - 1) * INDENT_PX + 6}px` }}
    >
      <span
        class="twist"
        aria-hidden="true"
        onClick={(event) => {
          event.preventDefault();
          void tree.toggle(prefix);
        }}
      >
        {isLeaf ? '' : isOpen ? '\u25be' : '\u25b8'}
      </span>
      <bdi>{name}</bdi>
      {isOpen && branch?.state === 'listed' && branch.more && (
        <span class="muted"> the first {formatCount(branch.directories.length)}</span>
      )}
      {isOpen && branch?.state === 'failed' && (
        <span class="bad" title={branch.detail}>
          {' '}
          not read
        </span>
      )}
    </a>
  );
}

function nameOf(prefix: string): string {
  return visibleName(prefix.slice(prefix.lastIndexOf('/', prefix.length - 2) + 1, -1)) || '\u2205';
}

function walk(event: KeyboardEvent, tree: Tree, items: readonly TreeItem[]): void {
  const lines = [
    ...(event.currentTarget as HTMLElement).querySelectorAll<HTMLAnchorElement>('[role=treeitem]'),
  ];
  const at = lines.indexOf(document.activeElement as HTMLAnchorElement);
  const item = items[at];
  if (item === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'ArrowDown') lines[at + 1]?.focus();
  else if (event.key === 'ArrowUp') lines[at - 1]?.focus();
  else if (event.key === 'Home') lines[0]?.focus();
  else if (event.key === 'End') lines.at(-1)?.focus();
  else if (event.key === 'ArrowRight') item.isOpen ? lines[at + 1]?.focus() : void tree.toggle(item.prefix);
  else if (event.key === 'ArrowLeft' && item.isOpen) void tree.toggle(item.prefix);
  else if (event.key === 'ArrowLeft') lines[parentAt(items, at)]?.focus();
  else return;
  event.preventDefault();
}

function parentAt(items: readonly TreeItem[], at: number): number {
  const { level } = items[at]!;
  return items.slice(0, at).findLastIndex((item) => item.level < level);
}
