/**
 * Keys, directories and names. A directory is a prefix that is empty or ends in `/`; a name is what follows it:
 * `cat.jpg`, `raw/` (a directory keeps its slash) or the empty name (the marker object). Nothing is normalised:
 * `a//b`, `/a` and `a/` are what S3 says they are.
 */
import { byteLength } from '../../../shared/byte-length.ts';
import { compareNames } from '../../../shared/byte-order.ts';
import { DELIMITER, MAX_KEY_BYTES } from '../../../shared/keys.ts';

/** One directory of one bucket. */
export interface Directory {
  bucket: string;
  /** Empty or ending in `/`. */
  prefix: string;
}

/** A key for maps: no bucket's name contains a slash. */
export function directoryId({ bucket, prefix }: Directory): string {
  return `${bucket}/${prefix}`;
}

/** A name and the directory prefix it stands in. */
export interface Place {
  prefix: string;
  name: string;
}

/** The directory and name of an object: `a/b.txt` -> `a/`, `b.txt`; the marker `a/` -> `a/`, the empty name. */
export function placeOfKey(key: string): Place {
  const cut = key.lastIndexOf(DELIMITER) + 1;
  return { prefix: key.slice(0, cut), name: key.slice(cut) };
}

/** Where a directory is listed: `a/b/` -> `a/`, `b/`. The root is listed nowhere. */
export function placeOfDirectory(prefix: string): Place | undefined {
  if (prefix === '') return undefined;
  const cut = prefix.lastIndexOf(DELIMITER, prefix.length - 2) + 1;
  // A directory whose whole prefix is `/` has lastIndexOf(.., -1), which searches at 0 and would find itself.
  const start = prefix.length === 1 ? 0 : cut;
  return { prefix: prefix.slice(0, start), name: prefix.slice(start) };
}

/** The places a directory shows in, nearest first: `a/b/` -> (`a/`, `b/`), (root, `a/`). */
export function ancestorPlaces(prefix: string): Place[] {
  const places: Place[] = [];
  for (let place = placeOfDirectory(prefix); place; place = placeOfDirectory(place.prefix))
    places.push(place);
  return places;
}

/** UTF-8 bytes of U+10FFFF, the greatest code point. */
const GREATEST_BYTES = 4;

/**
 * The position in a directory from which the listing goes on after `key`, which may lie anywhere: undefined before the directory (its
 * marker, the empty name, included), and after every possible name behind it.
 */
export function nameAfterKey(prefix: string, key: string | undefined): string | undefined {
  if (key === undefined || compareNames(key, prefix) < 0) return undefined;
  if (key.startsWith(prefix)) return key.slice(prefix.length);
  return '\u{10ffff}'.repeat(Math.floor((MAX_KEY_BYTES - byteLength(prefix)) / GREATEST_BYTES));
}

export function isDirectoryName(name: string): boolean {
  return name.endsWith(DELIMITER);
}
