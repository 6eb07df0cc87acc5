/** All shortcuts: the page handles exactly the keys that its help lists. */
import { placeAbove } from '../model/place.ts';
import { NOTHING_SELECTED } from '../model/selection.ts';
import { type SortColumn, sortAfterChoosing } from '../model/sort.ts';
import type { Explorer } from '../state/explorer.ts';
import { toggleTheme } from '../state/theme.ts';
import { focusBucket } from './bucket-list.tsx';
import { goUpTo } from './came-from.ts';
import type { GridCursor } from './grid-cursor.ts';
import { placeOfEntry } from './grid-row.tsx';
import { openMenu } from './menu-state.ts';
import { helpOpen, panelOpen, treeOpen } from './panel.ts';
import { toggleCurrent } from './selection-keys.ts';
import { togglePreview } from './toggle-preview.ts';
import { focusTile, toggleSpace } from './toggle-space.ts';
import { FILTER_ID } from './toolbar.tsx';

export interface Shortcut {
  /** Values of KeyboardEvent.key; the help shows the first one. */
  keys: readonly string[];
  /** The text in the help, if the name of the key is not clear enough. */
  shown?: string;
  does: string;
  run: (explorer: Explorer, cursor: GridCursor) => void;
}

const sortBy = (column: SortColumn) => (explorer: Explorer) =>
  explorer.where.adjust({ sort: sortAfterChoosing(column, explorer.where.place.peek().sort) });

/** Without a grid, the keys move between links, which are buckets or tiles. */
const move = (rows: number) => (explorer: Explorer, cursor: GridCursor) => {
  if (explorer.directory.peek() === undefined) focusBucket(rows);
  else if (explorer.where.place.peek().view === 'space') focusTile(rows);
  else cursor.by(rows);
};

export const SHORTCUTS: readonly Shortcut[] = [
  { keys: ['ArrowDown'], shown: '\u2193', does: 'Next entry; with Shift, selects it too', run: move(1) },
  { keys: ['ArrowUp'], shown: '\u2191', does: 'Previous entry; with Shift, selects it too', run: move(-1) },
  {
    keys: ['PageDown'],
    shown: 'Page \u2193',
    does: 'A screen down',
    run: (_, cursor) => cursor.by(cursor.pageRows),
  },
  {
    keys: ['PageUp'],
    shown: 'Page \u2191',
    does: 'A screen up',
    run: (_, cursor) => cursor.by(-cursor.pageRows),
  },
  { keys: ['Home'], does: 'First entry', run: (_, cursor) => cursor.to(0) },
  { keys: ['End'], does: 'Last entry', run: (_, cursor) => cursor.toEnd() },
  {
    keys: ['Enter', 'ArrowRight'],
    does: 'Open the directory, or show the details of the object',
    run: openCurrent,
  },
  { keys: ['Backspace', 'ArrowLeft'], does: 'Go to the directory above', run: goUp },
  { keys: [' '], shown: 'Space', does: 'Select or deselect the entry', run: toggleCurrent },
  { keys: ['ContextMenu', 'F10'], shown: '\u21e7 F10', does: 'Menu of the entry', run: openCurrentMenu },
  { keys: ['/'], does: 'Filter names', run: () => document.getElementById(FILTER_ID)?.focus() },
  {
    keys: ['Escape'],
    shown: 'Esc',
    does: 'Close the details, then the selection, then the filter',
    run: closeOne,
  },
  { keys: ['N'], shown: '\u21e7 N', does: 'Sort by name', run: sortBy('name') },
  { keys: ['S'], shown: '\u21e7 S', does: 'Sort by size', run: sortBy('size') },
  { keys: ['M'], shown: '\u21e7 M', does: 'Sort by modification time', run: sortBy('modified') },
  {
    keys: ['B'],
    shown: '\u21e7 B',
    does: 'Filter everything below, or only the directory itself',
    run: ({ where }) => where.adjust({ below: !where.place.peek().below }),
  },
  {
    keys: ['F'],
    shown: '\u21e7 F',
    does: 'Folders first, or mixed with the objects',
    run: ({ where }) => where.adjust({ foldersFirst: !where.place.peek().foldersFirst }),
  },
  { keys: ['W'], shown: '\u21e7 W', does: 'Where is my space? Show tiles, or rows again', run: toggleSpace },
  { keys: ['U'], shown: '\u21e7 U', does: 'Show or hide folder sizes', run: (it) => it.toggleFolderSizes() },
  {
    keys: ['R'],
    shown: '\u21e7 R',
    does: 'Read from S3 instead of the index',
    run: (explorer) => void explorer.readFromS3().catch(() => {}),
  },
  {
    keys: ['P'],
    shown: '\u21e7 P',
    does: 'Pause or resume following changes',
    run: ({ live }) => (live.value = !live.peek()),
  },
  {
    keys: ['I'],
    shown: '\u21e7 I',
    does: 'Show or hide the panel',
    run: () => (panelOpen.value = !panelOpen.peek()),
  },
  {
    keys: ['V'],
    shown: '\u21e7 V',
    does: 'Show or hide the preview of the object whose details are open',
    run: togglePreview,
  },
  {
    keys: ['T'],
    shown: '\u21e7 T',
    does: 'Show or hide the tree of directories',
    run: () => (treeOpen.value = !treeOpen.peek()),
  },
  { keys: ['D'], shown: '\u21e7 D', does: 'Dark or light theme', run: toggleTheme },
  { keys: ['?'], does: 'This help', run: () => (helpOpen.value = true) },
];

function openCurrent(explorer: Explorer, cursor: GridCursor): void {
  // Tiles are links, which handle Enter themselves.
  if (explorer.where.place.peek().view === 'space') return;
  const entry = explorer.arranged.rows.peek()[cursor.at.peek()?.row ?? -1];
  if (!entry || entry.name === '') return;
  const place = placeOfEntry(explorer.where.place.peek(), entry);
  if (entry.type === 'directory' || place.prefix !== explorer.where.place.peek().prefix)
    explorer.where.go(place);
  else {
    explorer.where.adjust({ object: place.object });
  }
}

function openCurrentMenu(explorer: Explorer, cursor: GridCursor): void {
  const { row } = cursor.at.peek() ?? { row: -1 };
  const entry = explorer.arranged.rows.peek()[row];
  const box = document.getElementById(`row-${row}`)?.getBoundingClientRect();
  if (entry && box) openMenu(entry, { x: box.left, y: box.bottom });
}

function goUp(explorer: Explorer): void {
  const above = placeAbove(explorer.where.place.peek());
  if (above === undefined) return;
  const buckets = explorer.buckets.answer.peek();
  // If there is only one bucket, the list of buckets would open it again.
  const leadsBack = above.bucket === undefined && buckets.state === 'there' && buckets.buckets.length === 1;
  if (!leadsBack) goUpTo(explorer, above);
}

function closeOne(explorer: Explorer): void {
  const { object, filter } = explorer.where.place.peek();
  if (object !== undefined) explorer.where.adjust({ object: undefined });
  else if (explorer.selection.peek().names.size > 0) explorer.selection.value = NOTHING_SELECTED;
  else if (filter !== '') explorer.where.adjust({ filter: '' });
}
