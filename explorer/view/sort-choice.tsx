/** A list of the orders. Column heads are too small for fingers, and narrow screens do not show all of them. */
import { isSortText, type SortText, sortOf, textOfSort } from '../model/sort.ts';
import { useExplorer } from './context.ts';

const ORDERS: readonly [order: SortText, title: string][] = [
  ['name', 'Name A to Z'],
  ['-name', 'Name Z to A'],
  ['-modified', 'Newest first'],
  ['modified', 'Oldest first'],
  ['-size', 'Largest first'],
  ['size', 'Smallest first'],
];

export function SortChoice() {
  const { where } = useExplorer();
  return (
    <select
      class="sort-choice"
      aria-label="Sort by"
      value={textOfSort(where.place.value.sort)}
      onChange={({ currentTarget: { value } }) => isSortText(value) && where.adjust({ sort: sortOf(value) })}
    >
      {ORDERS.map(([order, title]) => (
        <option key={order} value={order}>
          {title}
        </option>
      ))}
    </select>
  );
}
