/** The orders of a listing. Minus: descending. */
export const SORTS = ['name', '-name', 'lastModified', '-lastModified', 'size', '-size'] as const;
export type Sort = (typeof SORTS)[number];
