/**
 * A digest of a tree's page: for each directory that has keys in the page, their number and size. A directory that
 * continues after the page has rows in several digests. So rows may only be added up over digests without overlaps or
 * gaps (T1).
 */

import { compareNames } from '../../../shared/byte-order.ts';
import type { Entry, ObjectEntry } from './entry.ts';
import { placeOfKey } from './names.ts';
import { noUsage, type Usage } from './usage.ts';

export interface DigestRow {
  /** Relative to the tree's root: empty, or ending in `/`. */
  directory: string;
  /** Usage of the keys in this page that are directly in the directory. Names are relative to the directory. */
  usage: Usage;
}

/** One row per directory, in S3's order. The entries are a tree's, so every one is an object. */
export function digestOf(entries: readonly Entry[]): DigestRow[] {
  const rows = new Map<string, Usage>();
  // Usually the key before was in the same directory.
  let directory: string | undefined;
  let usage = noUsage();
  for (const entry of entries) {
    if (entry.type === 'directory') continue;
    const { prefix, name } = placeOfKey(entry.name);
    if (prefix !== directory) {
      directory = prefix;
      usage = rows.get(prefix) ?? noUsage();
      rows.set(prefix, usage);
    }
    count(usage, name, entry);
  }
  return [...rows]
    .map(([directory, usage]) => ({ directory, usage }))
    .sort((a, b) => compareNames(a.directory, b.directory));
}

/** Entries arrive in S3's order, so the first of several largest objects is kept. */
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
