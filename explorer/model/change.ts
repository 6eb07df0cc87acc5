/** The differences between two readings of the same range of names. */
import type { EntryJson } from '../../contract/answers/entry.ts';
import { compareNames } from '../../shared/byte-order.ts';

export interface Change {
  appeared: string[];
  /** Names of entries that still exist, but with another ETag, size or time. */
  altered: string[];
  vanished: string[];
}

/** Both arguments are in S3's order. */
export function changeBetween(before: readonly EntryJson[], now: readonly EntryJson[]): Change {
  const change: Change = { appeared: [], altered: [], vanished: [] };
  let at = 0;
  for (const entry of now) {
    for (; at < before.length && compareNames(before[at]!.name, entry.name) < 0; at++) {
      change.vanished.push(before[at]!.name);
    }
    const old = before[at];
    if (old?.name !== entry.name) change.appeared.push(entry.name);
    else {
      if (isOther(old, entry)) change.altered.push(entry.name);
      at++;
    }
  }
  for (const entry of before.slice(at)) change.vanished.push(entry.name);
  return change;
}

export function isEmpty({ appeared, altered, vanished }: Change): boolean {
  return appeared.length + altered.length + vanished.length === 0;
}

function isOther(a: EntryJson, b: EntryJson): boolean {
  if (a.type !== 'object' || b.type !== 'object') return a.type !== b.type;
  return (
    a.etag !== b.etag ||
    a.size !== b.size ||
    a.lastModified !== b.lastModified ||
    a.storageClass !== b.storageClass
  );
}
