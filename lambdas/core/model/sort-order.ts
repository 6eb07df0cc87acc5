/** The orders in which a listing can be requested, and the positions in them. */

import { compareNames } from '../../../shared/byte-order.ts';
import type { Entry } from './entry.ts';

export type SortBy = 'name' | 'lastModified' | 'size';

export interface SortOrder {
  by: SortBy;
  descending: boolean;
}

/** S3's own order. Only in this order can pages be returned before the whole directory is known. */
export const NAME_ORDER: SortOrder = { by: 'name', descending: false };

export function isNameOrder(order: SortOrder): boolean {
  return order.by === 'name' && !order.descending;
}

/** The position of an entry in an order. It changes only if the entry itself changes. */
export interface SortPosition {
  name: string;
  /**
   * The value by which entries are sorted. Absent in name order, and for an entry without the value (a directory).
   */
  value?: number;
}

export function positionOf(entry: Entry, { by }: SortOrder): SortPosition {
  const { name } = entry;
  if (by === 'name' || entry.type === 'directory') return { name };
  const value = by === 'size' ? entry.sizeBytes : entry.lastModifiedMs;
  return value === undefined ? { name } : { name, value };
}

/**
 * Returns a negative number, zero or a positive number. Entries with equal values are in ascending order of their
 * names, in both directions. Entries without a value come last in both directions.
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
