/** The orders a listing may be asked in, and positions in them. */

import { compareNames } from '../../../shared/byte-order.ts';
import type { Entry } from './entry.ts';

export type SortBy = 'name' | 'lastModified' | 'size';

export interface SortOrder {
  by: SortBy;
  descending: boolean;
}

/** S3's own order, the one that pages can be streamed in. */
export const NAME_ORDER: SortOrder = { by: 'name', descending: false };

export function isNameOrder(order: SortOrder): boolean {
  return order.by === 'name' && !order.descending;
}

/** Where an entry stands in an order: it stays there as long as the entry does not change, whatever else does. */
export interface SortPosition {
  name: string;
  /** What is sorted by; absent in the order of names, and of an entry that has none (a directory). */
  value?: number;
}

export function positionOf(entry: Entry, { by }: SortOrder): SortPosition {
  const { name } = entry;
  if (by === 'name' || entry.type === 'directory') return { name };
  const value = by === 'size' ? entry.sizeBytes : entry.lastModifiedMs;
  return value === undefined ? { name } : { name, value };
}

/**
 * Negative, zero or positive. Equal values stand in the order of their names, ascending in either direction; what has no value comes
 * last in either direction.
 */
export function compareInOrder({ by, descending }: SortOrder, a: SortPosition, b: SortPosition): number {
  if (by === 'name') return descending ? compareNames(b.name, a.name) : compareNames(a.name, b.name);
  if (a.value === undefined || b.value === undefined) {
    const last = (a.value === undefined ? 1 : 0) - (b.value === undefined ? 1 : 0);
    return last !== 0 ? last : compareNames(a.name, b.name);
  }
  if (a.value !== b.value) return descending ? b.value - a.value : a.value - b.value;
  return compareNames(a.name, b.name);
}
