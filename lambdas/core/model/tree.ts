/**
 * Trees: all keys at or below a root, each named by the part after the root. A directory of a tree is a range of its
 * names. An observation made for one directory must end at the directory's border, because names beyond it are not
 * watched. A range needs a name at each end, but no string is the greatest one below another. So both borders contain
 * the last character of Unicode:
 *
 *     photos.\u{10ffff}   just before everything in photos/
 *     photos/\u{10ffff}   just after everything in photos/
 *
 * Names that contain this character are not stored. (S3 allows them, but nobody uses them.) An event about such a
 * name voids its whole directory.
 */
import { DELIMITER } from '../../../shared/keys.ts';
import { EVERYTHING, isAfter, isWithin, type NameRange, START } from './range.ts';
import type { ServedBucket } from './served-bucket.ts';

const LAST = '\u{10ffff}';
/** The character before `/` in S3's order. */
const BEFORE_DELIMITER = '.';

/** A directory of a tree. */
export interface TreePlace {
  /** Empty, or ending in `/`. */
  root: string;
  /** Relative to the root: empty, or ending in `/`. */
  directory: string;
}

/** Returns `undefined` when the bucket has no tree for this directory. */
export function treePlaceOf({ tree }: ServedBucket, prefix: string): TreePlace | undefined {
  const root = tree?.roots.find((it) => prefix.startsWith(it));
  return root === undefined ? undefined : { root, directory: prefix.slice(root.length) };
}

/** The range of a tree's names that are in the directory. */
export function rangeOfDirectory(directory: string): NameRange {
  if (directory === '') return EVERYTHING;
  const bare = directory.slice(0, -DELIMITER.length);
  return { after: bare + BEFORE_DELIMITER + LAST, through: directory + LAST };
}

export function isKeptInTree(name: string): boolean {
  return !name.includes(LAST);
}

/** True if a name in the range can start with the prefix. */
export function rangeMeets({ after, through }: NameRange, prefix: string): boolean {
  if (!isWithin(prefix, through)) return false;
  return after === START || after.startsWith(prefix) || !isAfter(after, prefix);
}

/** The newest floor that affects a page of the tree in this range, epoch ms; 0 when there is none. */
export function floorOverlapping(
  floors: ReadonlyMap<string, number>,
  root: string,
  range: NameRange,
): number {
  let newest = 0;
  for (const [prefix, at] of floors) {
    const meets =
      root.startsWith(prefix) || (prefix.startsWith(root) && rangeMeets(range, prefix.slice(root.length)));
    if (meets) newest = Math.max(newest, at);
  }
  return newest;
}
