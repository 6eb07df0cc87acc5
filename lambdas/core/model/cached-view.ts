/** What is at hand of a scope, read from any position. Pure. */
import { type CachedPage, pageAt } from './cached-page.ts';
import { type MergedPage, mergePage } from './merge-page.ts';
import type { Position, RangeEnd } from './range.ts';
import type { StoredRecord } from './record.ts';
import type { FreshnessPolicy } from './validity.ts';

export interface CachedView {
  pages: readonly CachedPage[];
  /** Ascending; all records up to `recordsThrough` are among them. */
  records: readonly StoredRecord[];
  recordsThrough: RangeEnd;
  /** Only names that start with this. */
  filter: string;
  policy: FreshnessPolicy;
}

/** The next items after the position, at most `wanted` of them, from one page; undefined where no page is. */
export function mergeAt(view: CachedView, position: Position, wanted: number): MergedPage | undefined {
  const part = pageAt(view.pages, position);
  return part && mergePage({ ...view, part, wanted });
}
