/** The orders of a listing. A minus sign means descending. */
export const SORTS = ['name', '-name', 'lastModified', '-lastModified', 'size', '-size'] as const;
export type Sort = (typeof SORTS)[number];
