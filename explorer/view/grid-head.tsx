/** The column heads, which show and change the order of the rows. */
import { type SortColumn, sortAfterChoosing } from '../model/sort.ts';
import { useExplorer } from './context.ts';

const COLUMNS: { column: SortColumn; title: string }[] = [
  { column: 'name', title: 'Name' },
  { column: 'size', title: 'Size' },
  { column: 'modified', title: 'Modified' },
];

export function GridHead() {
  const explorer = useExplorer();
  const { sort } = explorer.where.place.value;
  return (
    <thead>
      <tr aria-rowindex={1}>
        {COLUMNS.map(({ column, title }) => (
          <th
            key={column}
            scope="col"
            class={column}
            aria-sort={sort.by !== column ? 'none' : sort.descending ? 'descending' : 'ascending'}
          >
            <button
              type="button"
              onClick={() => explorer.where.adjust({ sort: sortAfterChoosing(column, sort) })}
            >
              {title}
              <span class="arrow" aria-hidden="true">
                {sort.by !== column ? '' : sort.descending ? '\u2193' : '\u2191'}
              </span>
            </button>
          </th>
        ))}
        <th scope="col" class="storage">
          Class
        </th>
        <th scope="col" class="menu-cell">
          <span class="unseen">Actions</span>
        </th>
      </tr>
    </thead>
  );
}
