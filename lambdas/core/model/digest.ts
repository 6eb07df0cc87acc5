/**
 * A digest of a tree's page: the number and total size of the keys in each directory that has keys in the page. A
 * directory that continues after the page has rows in several digests. So rows may be added up only over digests
 * without overlaps and gaps (T1).
 *
 * One item contains the digests of adjacent parts of a page. Each part is used, and listed again, separately.
 */

import { compareNames } from '../../../shared/byte-order.ts';
import { DELIMITER } from '../../../shared/keys.ts';
import { ownText } from '../../../shared/own-text.ts';
import type { Entry, ObjectEntry } from './entry.ts';
import { placeOfKey } from './names.ts';
import type { NameRange } from './range.ts';
import { noUsage, type Usage } from './usage.ts';

export interface DigestRow {
  /** Relative to the tree's root: empty, or ending in `/`. */
  directory: string;
  /** Usage of the keys of this page that are directly in the directory. Names are relative to the directory. */
  usage: Usage;
}

/** The digest of one part of a page. */
export interface DigestPart extends NameRange {
  /** Ascending by directory. */
  rows: readonly DigestRow[];
}

/**
 * Returns one row for each directory, in S3's order. The entries must be those of a tree, which are all objects. The
 * rows do not refer to the text of the page: the sums of a million keys are kept until the answer, their pages are not.
 */
export function digestOf(entries: readonly Entry[]): DigestRow[] {
  const rows = new Map<string, Usage>();
  // Usually the previous key was in the same directory, so that directory is kept.
  let directory = '';
  let usage: Usage | undefined;
  for (const entry of entries) {
    if (entry.type === 'directory') continue;
    if (usage === undefined || !isDirectlyIn(directory, entry.name)) {
      directory = placeOfKey(entry.name).prefix;
      usage = rows.get(directory) ?? noUsage();
      rows.set(directory, usage);
    }
    count(usage, directory, entry);
  }
  return [...rows]
    .map(([directory, usage]) => ({ directory: ownText(directory), usage: withOwnName(usage) }))
    .sort((a, b) => compareNames(a.directory, b.directory));
}

function withOwnName(usage: Usage): Usage {
  if (usage.largest) usage.largest.name = ownText(usage.largest.name);
  return usage;
}

function isDirectlyIn(directory: string, key: string): boolean {
  return key.startsWith(directory) && !key.includes(DELIMITER, directory.length);
}

/** Entries arrive in S3's order, so the first of several objects of the largest size is kept. */
function count(
  usage: Usage,
  directory: string,
  { name, sizeBytes, lastModifiedMs, storageClass }: ObjectEntry,
): void {
  usage.objects++;
  usage.sizeBytes += sizeBytes;
  if (!usage.largest || sizeBytes > usage.largest.sizeBytes)
    usage.largest = { name: name.slice(directory.length), sizeBytes };
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
