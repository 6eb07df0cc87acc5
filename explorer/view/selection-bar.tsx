/** The number of selected entries, and their total size. */
import { useComputed } from '@preact/signals';
import { formatBytes, formatCalls, formatCount } from '../model/format.ts';
import { NOTHING_SELECTED, sumOf } from '../model/selection.ts';
import { useExplorer } from './context.ts';
import { openMenu } from './menu-state.ts';

export function SelectionBar() {
  const explorer = useExplorer();
  const { selection, arranged } = explorer;
  const sum = useComputed(() => sumOf(selection.value, arranged.rows.value, arranged.folders.value));
  const { count, sizeBytes, unknown } = sum.value;
  if (count === 0) return null;
  const open = (event: MouseEvent) => {
    const { names } = selection.peek();
    const first = arranged.rows.peek().find(({ name }) => names.has(name));
    const { left, bottom } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    if (first) openMenu(first, { x: left, y: bottom });
  };
  return (
    <p class="selection">
      <b>{formatCount(count)}</b> selected, {formatBytes(sizeBytes)}
      {unknown > 0 && <span class="more"> without {formatCalls(unknown, 'folder')}</span>}
      <button type="button" class="plain" aria-haspopup="menu" onClick={open}>
        Actions
      </button>
      <button type="button" class="plain" onClick={() => (selection.value = NOTHING_SELECTED)}>
        Clear
      </button>
    </p>
  );
}
