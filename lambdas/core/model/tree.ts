/**
 * Trees: all keys at or below a root, each named by what follows the root. Directories of a tree are ranges of its names, and an
 * observation made for one directory must end at its border: beyond it nobody watches. A range needs a name at each end, but the
 * strings below a string have no greatest one. So both borders are written with the last character of Unicode:
 *
 *     photos.\u{10ffff}   just before everything in photos/
 *     photos/\u{10ffff}   just after it
 *
 * Names that hold this character are not kept (S3 may have them; nobody does), and an event about one voids its whole directory.
 */
import { DELIMITER } from '../../../shared/keys.ts';
import { EVERYTHING, isAfter, isWithin, type NameRange, START } from './range.ts';
import type { ServedBucket } from './served-bucket.ts';

const LAST = '\u{10ffff}';
/** What stands before `/` in the order of S3. */
const BEFORE_DELIMITER = '.';

/** A directory of a tree. */
export interface TreePlace {
  /** Empty, or ending in `/`. */
  root: string;
  /** Relative to the root: empty, or ending in `/`. */
  directory: string;
}

/** Undefined: the bucket has no tree for this directory. */
export function treePlaceOf({ tree }: ServedBucket, prefix: string): TreePlace | undefined {
  const root = tree?.roots.find((it) => prefix.startsWith(it));
  return root === undefined ? undefined : { root, directory: prefix.slice(root.length) };
}

/** The names of a tree that lie in the directory. */
export function rangeOfDirectory(directory: string): NameRange {
  if (directory === '') return EVERYTHING;
  const bare = directory.slice(0, -DELIMITER.length);
  return { after: bare + BEFORE_DELIMITER + LAST, through: directory + LAST };
}

export function isKeptInTree(name: string): boolean {
  return !name.includes(LAST);
}

/** Can a name of the range start with the prefix? */
export function rangeMeets({ after, through }: NameRange, prefix: string): boolean {
  if (!isWithin(prefix, through)) return false;
  return after === START || after.startsWith(prefix) || !isAfter(after, prefix);
}

/** The newest floor that a page of the tree must be later than, epoch ms; 0 when there is none. */
export function floorOverlapping(
  floors: ReadonlyMap<string, number>,
  root: string,
  range: NameRange,
): number {
  let newest = 0;
  for (const [prefix, at] of floors) {
    const meets =
      root.startsWith(prefix) || (prefix.startsWith(root) && rangeMeets(range, prefix.slice(root.length)));
    if (at > newest && meets) newest = at;
  }
  return newest;
}
