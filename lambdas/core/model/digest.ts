/**
 * A digest of a tree's page: for each directory that has keys in it, how many and how big. A directory that goes on beyond the
 * page has rows in several digests, so rows only add up over digests that neither overlap nor leave a gap (T1).
 */

import { compareNames } from '../../../shared/byte-order.ts';
import type { Entry, ObjectEntry } from './entry.ts';
import { placeOfKey } from './names.ts';
import { noUsage, type Usage } from './usage.ts';

export interface DigestRow {
  /** Relative to the tree's root: empty, or ending in `/`. */
  directory: string;
  /** Of the keys directly in the directory that lie in the page; names are relative to the directory. */
  usage: Usage;
}

/** Rows in S3's order of their directories. The entries are a tree's: every one is an object. */
export function digestOf(entries: readonly Entry[]): DigestRow[] {
  const rows = new Map<string, Usage>();
  for (const entry of entries) {
    if (entry.type === 'directory') continue;
    const { prefix, name } = placeOfKey(entry.name);
    const usage = rows.get(prefix) ?? noUsage();
    rows.set(prefix, usage);
    count(usage, name, entry);
  }
  return [...rows]
    .map(([directory, usage]) => ({ directory, usage }))
    .sort((a, b) => compareNames(a.directory, b.directory));
}

/** Entries come in S3's order, so of several that are largest the first stays. */
function count(usage: Usage, name: string, { sizeBytes, lastModifiedMs, storageClass }: ObjectEntry): void {
  usage.objects++;
  usage.sizeBytes += sizeBytes;
  if (!usage.largest || sizeBytes > usage.largest.sizeBytes) usage.largest = { name, sizeBytes };
  if (lastModifiedMs !== undefined) {
    usage.newestMs = Math.max(usage.newestMs ?? lastModifiedMs, lastModifiedMs);
    usage.oldestMs = Math.min(usage.oldestMs ?? lastModifiedMs, lastModifiedMs);
  }
  if (storageClass === undefined) return;
  const ofClass = usage.byClass.get(storageClass) ?? { objects: 0, sizeBytes: 0 };
  ofClass.objects++;
  ofClass.sizeBytes += sizeBytes;
  usage.byClass.set(storageClass, ofClass);
}
