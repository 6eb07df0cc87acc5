/** Conditions for the entries to return. All must be met; an absent condition is always met. */
import type { Entry } from './entry.ts';
import { foldCaseAndWidth } from './fold.ts';
import type { NamePattern } from './name-pattern.ts';

export interface Selection {
  pattern?: NamePattern;
  /** The name contains this text. Differences in case and width are ignored. */
  contains?: string;
  type?: Entry['type'];
  /** In bytes. Both limits are included. An entry without a size (a directory) is never selected. */
  minSizeBytes?: number;
  maxSizeBytes?: number;
  /** Epoch ms. Both limits are excluded. An entry without a time is never selected. */
  modifiedAfterMs?: number;
  modifiedBeforeMs?: number;
  /** The name of the class as S3 writes it. */
  storageClass?: string;
}

/**
 * Makes a test for entries. Values that do not depend on the entry are computed once, and cheap conditions are
 * checked first.
 */
export function selector(selection: Selection): (entry: Entry) => boolean {
  const { type, pattern, storageClass } = selection;
  const part = selection.contains === undefined ? undefined : foldCaseAndWidth(selection.contains);
  const inSize = range(selection.minSizeBytes, selection.maxSizeBytes);
  const { modifiedAfterMs, modifiedBeforeMs } = selection;
  return (entry) => {
    if (type !== undefined && entry.type !== type) return false;
    const object = entry.type === 'object' ? entry : undefined;
    if (storageClass !== undefined && object?.storageClass !== storageClass) return false;
    if (!inSize(object?.sizeBytes)) return false;
    if (!isBetween(object?.lastModifiedMs, modifiedAfterMs, modifiedBeforeMs)) return false;
    if (part !== undefined && !foldCaseAndWidth(entry.name).includes(part)) return false;
    return pattern === undefined || pattern.matches(entry);
  };
}

function range(min: number | undefined, max: number | undefined): (value: number | undefined) => boolean {
  if (min === undefined && max === undefined) return () => true;
  return (value) =>
    value !== undefined && (min === undefined || value >= min) && (max === undefined || value <= max);
}

function isBetween(
  timeMs: number | undefined,
  afterMs: number | undefined,
  beforeMs: number | undefined,
): boolean {
  if (afterMs === undefined && beforeMs === undefined) return true;
  if (timeMs === undefined) return false;
  return (afterMs === undefined || timeMs > afterMs) && (beforeMs === undefined || timeMs < beforeMs);
}
