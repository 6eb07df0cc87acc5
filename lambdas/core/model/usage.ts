/** The number and size of objects. Pure functions; times are epoch ms. */
import { compareNames } from '../../../shared/byte-order.ts';

export interface ClassUsage {
  objects: number;
  sizeBytes: number;
}

export interface LargestObject {
  /** Relative to the directory to which the usage belongs. */
  name: string;
  sizeBytes: number;
}

export interface Usage {
  objects: number;
  sizeBytes: number;
  /** Absent if S3 gave none of the objects a time. */
  newestMs?: number;
  oldestMs?: number;
  /** Absent if there are no objects. If several are largest, the first in S3's order. */
  largest?: LargestObject;
  /** Objects for which S3 gave no storage class are not included. */
  byClass: Map<string, ClassUsage>;
}

export function noUsage(): Usage {
  return { objects: 0, sizeBytes: 0, byClass: new Map() };
}

/** Adds `part` to `sum`. `path` is prepended to the part's names. */
export function addUsage(sum: Usage, part: Usage, path: string): void {
  sum.objects += part.objects;
  sum.sizeBytes += part.sizeBytes;
  if (part.newestMs !== undefined) sum.newestMs = Math.max(sum.newestMs ?? part.newestMs, part.newestMs);
  if (part.oldestMs !== undefined) sum.oldestMs = Math.min(sum.oldestMs ?? part.oldestMs, part.oldestMs);
  if (part.largest) {
    const largest = { name: path + part.largest.name, sizeBytes: part.largest.sizeBytes };
    if (!sum.largest || isLarger(largest, sum.largest)) sum.largest = largest;
  }
  for (const [storageClass, { objects, sizeBytes }] of part.byClass) {
    const standing = sum.byClass.get(storageClass);
    if (!standing) sum.byClass.set(storageClass, { objects, sizeBytes });
    else {
      standing.objects += objects;
      standing.sizeBytes += sizeBytes;
    }
  }
}

function isLarger(a: LargestObject, b: LargestObject): boolean {
  return a.sizeBytes > b.sizeBytes || (a.sizeBytes === b.sizeBytes && compareNames(a.name, b.name) < 0);
}
