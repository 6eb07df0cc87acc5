/** The order of rows, and its form in an address: `size`, or `-size` for the largest first. */
import type { Sort as ServiceSort } from '../../contract/sorts.ts';

export type SortColumn = 'name' | 'size' | 'modified';

export interface Sort {
  by: SortColumn;
  descending: boolean;
}

/** The order of answers, which needs no sorting. */
export const S3_ORDER: Sort = { by: 'name', descending: false };

export type SortText = SortColumn | `-${SortColumn}`;

export function isSortText(text: string): text is SortText {
  return /^-?(name|size|modified)$/.test(text);
}

export function sortOf(text: SortText): Sort {
  const descending = text.startsWith('-');
  return { by: (descending ? text.slice(1) : text) as SortColumn, descending };
}

export function textOfSort({ by, descending }: Sort): SortText {
  return descending ? `-${by}` : by;
}

/** The service's name for this order. */
export function serviceSort({ by, descending }: Sort): ServiceSort {
  const name = by === 'modified' ? 'lastModified' : by;
  return descending ? `-${name}` : name;
}

/**
 * The order after a column head is pressed. The same column reverses the order; another one starts with its largest or
 * newest.
 */
export function sortAfterChoosing(column: SortColumn, now: Sort): Sort {
  if (now.by === column) return { by: column, descending: !now.descending };
  return { by: column, descending: column !== 'name' };
}
