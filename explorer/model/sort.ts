/** What rows are sorted by, and how an address says it: `size`, or `-size` for the largest first. */

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

/** Asked for a column: the same again turns it round; a new one starts with what people look for, the largest and the newest. */
export function sortAfterChoosing(column: SortColumn, now: Sort): Sort {
  if (now.by === column) return { by: column, descending: !now.descending };
  return { by: column, descending: column !== 'name' };
}
