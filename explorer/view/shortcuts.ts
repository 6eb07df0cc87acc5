/** The keys there are: what the page listens to is what its help says. */
import { placeAbove } from '../model/place.ts';
import { type SortColumn, sortAfterChoosing } from '../model/sort.ts';
import type { Explorer } from '../state/explorer.ts';
import { toggleTheme } from '../state/theme.ts';
import { focusBucket } from './bucket-list.tsx';
import { goUpTo } from './came-from.ts';
import type { GridCursor } from './grid-cursor.ts';
import { placeOfEntry } from './grid-row.tsx';
import { helpOpen, panelOpen } from './panel.ts';
import { FILTER_ID } from './toolbar.tsx';

export interface Shortcut {
  /** As KeyboardEvent.key has them; the first is the one the help shows. */
  keys: readonly string[];
  /** As the help writes it, where the key's own name says too little. */
  shown?: string;
  does: string;
  run: (explorer: Explorer, cursor: GridCursor) => void;
}

const sortBy = (column: SortColumn) => (explorer: Explorer) =>
  explorer.adjust({ sort: sortAfterChoosing(column, explorer.place.peek().sort) });

/** On the page of buckets there is no grid: its links are walked instead. */
const move = (rows: number) => (explorer: Explorer, cursor: GridCursor) =>
  explorer.directory.peek() === undefined ? focusBucket(rows) : cursor.by(rows);

export const SHORTCUTS: readonly Shortcut[] = [
  { keys: ['ArrowDown', 'j'], shown: '\u2193', does: 'Next entry', run: move(1) },
  { keys: ['ArrowUp', 'k'], shown: '\u2191', does: 'Previous entry', run: move(-1) },
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
    does: 'Open the directory, or the details of the object',
    run: openCurrent,
  },
  { keys: ['Backspace', 'ArrowLeft'], does: 'Directory above', run: goUp },
  { keys: ['/'], does: 'Filter names', run: () => document.getElementById(FILTER_ID)?.focus() },
  { keys: ['Escape'], shown: 'Esc', does: 'Close the details, then clear the filter', run: closeOne },
  { keys: ['1'], does: 'Sort by name', run: sortBy('name') },
  { keys: ['2'], does: 'Sort by size', run: sortBy('size') },
  { keys: ['3'], does: 'Sort by time', run: sortBy('modified') },
  {
    keys: ['b'],
    does: 'Filter everything below, or the directory alone',
    run: (explorer) => explorer.adjust({ below: !explorer.place.peek().below }),
  },
  { keys: ['s'], does: 'Show or hide folder sizes', run: (explorer) => explorer.toggleFolderSizes() },
  {
    keys: ['f'],
    does: 'Folders first, or in their place',
    run: (explorer) => explorer.adjust({ foldersFirst: !explorer.place.peek().foldersFirst }),
  },
  {
    keys: ['r'],
    does: 'Read from S3 instead of the index',
    run: (explorer) => void explorer.readFromS3().catch(() => {}),
  },
  { keys: ['p'], does: 'Pause or resume following changes', run: ({ live }) => (live.value = !live.peek()) },
  { keys: ['i'], does: 'Show or hide the panel', run: () => (panelOpen.value = !panelOpen.peek()) },
  { keys: ['t'], does: 'Dark or light', run: toggleTheme },
  { keys: ['?'], does: 'This help', run: () => (helpOpen.value = true) },
];

function openCurrent(explorer: Explorer, cursor: GridCursor): void {
  const entry = explorer.rows.peek()[cursor.at.peek()?.row ?? -1];
  if (!entry || entry.name === '') return;
  const place = placeOfEntry(explorer.place.peek(), entry);
  if (entry.type === 'directory' || place.prefix !== explorer.place.peek().prefix) explorer.go(place);
  else {
    explorer.adjust({ object: place.object });
  }
}

function goUp(explorer: Explorer): void {
  const above = placeAbove(explorer.place.peek());
  if (above === undefined) return;
  const buckets = explorer.buckets.peek();
  // With one bucket the list of buckets leads right back.
  const leadsBack = above.bucket === undefined && buckets.state === 'there' && buckets.buckets.length === 1;
  if (!leadsBack) goUpTo(explorer, above);
}

function closeOne(explorer: Explorer): void {
  const { object, filter } = explorer.place.peek();
  if (object !== undefined) explorer.adjust({ object: undefined });
  else if (filter !== '') explorer.adjust({ filter: '' });
}
