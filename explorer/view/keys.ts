/** Handles keys wherever the focus is, except in fields, menus and open dialogs. */
import type { Explorer } from '../state/explorer.ts';
import type { GridCursor } from './grid-cursor.ts';
import { selectsByKey } from './selection-keys.ts';
import { SHORTCUTS } from './shortcuts.ts';
import { FILTER_ID } from './toolbar.tsx';
import { isMidName, jumpsByKey } from './type-to-jump.ts';

/** Keys that a focused link or button handles itself. */
const OF_CONTROLS = new Set(['Enter', ' ']);

export function listenToKeys(explorer: Explorer, cursor: GridCursor): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey) return;
    const target = event.target instanceof HTMLElement ? event.target : document.body;
    if (target.closest('dialog, [role=menu]')) return;
    if (target.id === FILTER_ID) {
      if (!event.ctrlKey && !event.metaKey && leavesFilter(event, explorer)) {
        event.preventDefault();
        cursor.focus();
      }
      return;
    }
    if (target.matches('input, textarea, select')) return;
    if (OF_CONTROLS.has(event.key) && target.closest('a, button, summary')) return;
    if (selectsByKey(event, explorer, cursor)) event.preventDefault();
    else if (!event.ctrlKey && !event.metaKey) plainKey(event, explorer, cursor);
  };
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}

function plainKey(event: KeyboardEvent, explorer: Explorer, cursor: GridCursor): void {
  const name = nameOf(event);
  const shortcut =
    isMidName() && name === ' ' ? undefined : SHORTCUTS.find(({ keys }) => keys.includes(name));
  if (shortcut) shortcut.run(explorer, cursor);
  else if (!jumpsByKey(event, explorer, cursor)) return;
  event.preventDefault();
}

/** A letter is a capital if Shift is held, whether or not Caps Lock is on. */
function nameOf({ key, shiftKey }: KeyboardEvent): string {
  if ([...key].length !== 1) return key;
  return shiftKey ? key.toUpperCase() : key.toLowerCase();
}

/** Enter and the down arrow move to the filtered rows. Escape clears the filter and moves there too. */
function leavesFilter({ key }: KeyboardEvent, explorer: Explorer): boolean {
  if (key === 'Escape') explorer.where.adjust({ filter: '' });
  return key === 'Enter' || key === 'ArrowDown' || key === 'Escape';
}
