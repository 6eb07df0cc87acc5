/** The tools above the rows: the filter, what is shown, and requests to the service. */
import { useComputed, useSignal } from '@preact/signals';
import type { EntryJson } from '../../contract/answers/entry.ts';
import { formatBytes, formatCalls, formatCount } from '../model/format.ts';
import type { OrderPhase } from '../state/service-order.ts';
import { useExplorer } from './context.ts';
import { SelectionBar } from './selection-bar.tsx';
import { SortChoice } from './sort-choice.tsx';
import { toggleSpace } from './toggle-space.ts';

export const FILTER_ID = 'filter';

export function Toolbar() {
  const explorer = useExplorer();
  const { filter, below } = explorer.where.place.value;
  return (
    <div class="toolbar">
      <div class="filter">
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
          <path d="M7 2.4a4.6 4.6 0 1 1 0 9.2a4.6 4.6 0 1 1 0-9.2z M10.4 10.4l3.4 3.4" />
        </svg>
        <input
          id={FILTER_ID}
          type="search"
          aria-label="Filter names"
          placeholder="Filter names, or *.jpg"
          autocomplete="off"
          spellcheck={false}
          value={filter}
          onInput={(event) => explorer.where.adjust({ filter: event.currentTarget.value })}
        />
        {filter === '' && <kbd>/</kbd>}
      </div>
      <label
        class="below"
        title="Search everything below this directory, not only the directory itself (Shift+B)"
      >
        <input
          type="checkbox"
          checked={below}
          onChange={(event) => explorer.where.adjust({ below: event.currentTarget.checked })}
        />
        below
      </label>
      {explorer.where.place.value.view === 'rows' && <SortChoice />}
      <Summary />
      <SelectionBar />
      <Actions />
    </div>
  );
}

function Summary() {
  const explorer = useExplorer();
  const directory = explorer.directory.value;
  const rows = explorer.arranged.rows.value;
  const order = explorer.arranged.serviceOrder.value;
  const size = useComputed(() => explorer.arranged.rows.value.reduce((sum, entry) => sum + sizeOf(entry), 0));
  const all = directory?.entries.value.length ?? 0;
  const phase = directory?.phase.value.state;
  if (order) return <OrderSummary rows={rows.length} phase={order.phase.value} />;
  return (
    <p class="summary">
      <b>{formatCount(rows.length)}</b>
      {rows.length !== all && ` of ${formatCount(all)}`} {all === 1 ? 'entry' : 'entries'}
      {size.value > 0 && <span class="more">, {formatBytes(size.value)}</span>}
      {phase === 'reading' && all > 0 && <span class="reading"> still reading</span>}
      {phase === 'cut' && <span class="more">, the most that this page shows</span>}
      <FolderTotal />
    </p>
  );
}

/** Shows the totals of everything below the directory, once they were requested. */
function FolderTotal() {
  const sizes = useExplorer().folderSizes.value?.answer.value;
  if (sizes === undefined) return null;
  if (sizes.state === 'asking') return <span class="reading"> counting</span>;
  if (sizes.state === 'failed') return <span class="bad"> not counted: {sizes.detail}</span>;
  return (
    <span class="more">
      ; below: {formatCalls(sizes.total.objects, 'object')}, {formatBytes(sizes.total.size)}
      {!sizes.complete && ' so far'}
    </span>
  );
}

/** The service does not count entries that it has not listed, so only the held rows are counted. */
function OrderSummary({ rows, phase }: { rows: number; phase: OrderPhase }) {
  if (phase.state === 'asking') return <p class="summary reading">The service is sorting or filtering</p>;
  const more = phase.state === 'there' && phase.more;
  return (
    <p class="summary">
      {more && 'The first '}
      <b>{formatCount(rows)}</b> {rows === 1 ? 'entry' : 'entries'}
      <span class="more">, sorted and filtered by the service over the whole directory</span>
    </p>
  );
}

function sizeOf(entry: EntryJson): number {
  return entry.type === 'object' ? entry.size : 0;
}

function Actions() {
  const explorer = useExplorer();
  const { foldersFirst, view } = explorer.where.place.value;
  const busy = useSignal(false);
  const run = async (action: () => Promise<void>) => {
    busy.value = true;
    // A failure is shown by the next answer of the listing.
    await action().catch(() => {});
    busy.value = false;
  };
  return (
    <div class="actions">
      <button
        type="button"
        aria-pressed={view === 'space'}
        title="Show the sizes of directories and objects as tiles (Shift+W)"
        onClick={() => toggleSpace(explorer)}
      >
        Where is my space?
      </button>
      <button
        type="button"
        aria-pressed={explorer.folderSizes.value !== undefined}
        title="Show the size of everything below each directory, and its newest change (Shift+U)"
        onClick={() => explorer.toggleFolderSizes()}
      >
        Folder sizes
      </button>
      <button
        type="button"
        aria-pressed={foldersFirst}
        title="Show directories before objects in every order (Shift+F)"
        onClick={() => explorer.where.adjust({ foldersFirst: !foldersFirst })}
      >
        Folders first
      </button>
      <button
        type="button"
        disabled={busy.value}
        title="Ask S3 now (no-cache); the index stores the answers (Shift+R)"
        onClick={() => run(() => explorer.readFromS3())}
      >
        Read from S3
      </button>
      <button
        type="button"
        disabled={busy.value}
        title="Invalidate this directory and everything below it: the next answers come from S3"
        onClick={() => run(() => explorer.forget())}
      >
        Invalidate
      </button>
    </div>
  );
}
