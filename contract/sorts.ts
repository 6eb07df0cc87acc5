/** The orders of a listing. Minus means descending. */
export const SORTS = ['name', '-name', 'lastModified', '-lastModified', 'size', '-size'] as const;
export type Sort = (typeof SORTS)[number];
