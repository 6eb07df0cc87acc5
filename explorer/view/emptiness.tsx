/** Explains why there are no rows. */
import { isPattern } from '../model/arrange.ts';
import { useExplorer } from './context.ts';

/** Placeholder rows while the first page loads. */
const WAITING_ROWS = 8;

export function Emptiness() {
  const explorer = useExplorer();
  const directory = explorer.directory.value;
  const { filter } = explorer.where.place.value;
  const phase = directory?.phase.value.state;
  if (phase === 'failed') return null;
  const order = explorer.arranged.serviceOrder.value?.phase.value.state;
  if (order === 'failed') return null;
  if (order === 'asking' || (phase === 'reading' && directory?.entries.value.length === 0)) {
    return (
      <div class="waiting" aria-hidden="true">
        {Array.from({ length: WAITING_ROWS }, (_, row) => (
          <span key={row} />
        ))}
      </div>
    );
  }
  if (filter === '') return <p class="emptiness">Nothing here.</p>;
  return (
    <p class="emptiness">
      No name {isPattern({ filter }) ? 'matches' : 'contains'} <b>{filter}</b>.{' '}
      <button type="button" class="plain" onClick={() => explorer.where.adjust({ filter: '' })}>
        Show all
      </button>
    </p>
  );
}
