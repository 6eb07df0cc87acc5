/** What rows are sorted by, and how an address says it: `size`, or `-size` for the largest first. */
import type { Sort as ServiceSort } from '../../contract/sorts.ts';

export type SortColumn = 'name' | 'size' | 'modified';

export interface Sort {
  by: SortColumn;
  descending: boolean;
}

/** The order answers come in, so the one that needs no sorting. */
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

/** The service's word for it. */
export function serviceSort({ by, descending }: Sort): ServiceSort {
  const name = by === 'modified' ? 'lastModified' : by;
  return descending ? `-${name}` : name;
}

/** Asked for a column: the same again reverses it; a new one starts with the largest or the newest. */
export function sortAfterChoosing(column: SortColumn, now: Sort): Sort {
  if (now.by === column) return { by: column, descending: !now.descending };
  return { by: column, descending: column !== 'name' };
}
