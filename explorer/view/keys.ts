/** The keyboard, wherever the focus is: fields and open dialogs keep their own keys. */
import type { Explorer } from '../state/explorer.ts';
import type { GridCursor } from './grid-cursor.ts';
import { SHORTCUTS } from './shortcuts.ts';
import { FILTER_ID } from './toolbar.tsx';

/** Keys a focused link or button answers itself. */
const OF_CONTROLS = new Set(['Enter', ' ']);

export function listenToKeys(explorer: Explorer, cursor: GridCursor): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target instanceof HTMLElement ? event.target : document.body;
    if (target.closest('dialog')) return;
    if (target.id === FILTER_ID) {
      if (leavesFilter(event, explorer)) {
        event.preventDefault();
        cursor.focus();
      }
      return;
    }
    if (target.matches('input, textarea, select')) return;
    if (OF_CONTROLS.has(event.key) && target.closest('a, button, summary')) return;
    const shortcut = SHORTCUTS.find(({ keys }) => keys.includes(event.key));
    if (shortcut === undefined) return;
    event.preventDefault();
    shortcut.run(explorer, cursor);
  };
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}

/** Enter and the arrow go on to the rows with what is filtered, Escape without. */
function leavesFilter({ key }: KeyboardEvent, explorer: Explorer): boolean {
  if (key === 'Escape') explorer.adjust({ filter: '' });
  return key === 'Enter' || key === 'ArrowDown' || key === 'Escape';
}
