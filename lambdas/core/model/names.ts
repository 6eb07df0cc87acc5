/**
 * Keys, directories and names. A directory is a prefix that is empty or ends in `/`. A name is the rest of a key:
 * `cat.jpg`, `raw/` (a directory keeps its slash) or the empty name (the marker object). Nothing is normalised:
 * `a//b`, `/a` and `a/` are used exactly as in S3.
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

/** A key for maps. It is unambiguous, because a bucket's name contains no slash. */
export function directoryId({ bucket, prefix }: Directory): string {
  return `${bucket}/${prefix}`;
}

/** A name and the prefix of its directory. */
export interface Place {
  prefix: string;
  name: string;
}

/** The directory and name of an object: `a/b.txt` -> `a/`, `b.txt`; the marker `a/` -> `a/`, the empty name. */
export function placeOfKey(key: string): Place {
  const cut = key.lastIndexOf(DELIMITER) + 1;
  return { prefix: key.slice(0, cut), name: key.slice(cut) };
}

/** The parent and name of a directory: `a/b/` -> `a/`, `b/`. The root has no parent. */
export function placeOfDirectory(prefix: string): Place | undefined {
  if (prefix === '') return undefined;
  const cut = prefix.lastIndexOf(DELIMITER, prefix.length - 2) + 1;
  // For the prefix `/`, lastIndexOf(.., -1) searches at index 0 and finds the same slash.
  const start = prefix.length === 1 ? 0 : cut;
  return { prefix: prefix.slice(0, start), name: prefix.slice(start) };
}

/**
 * The places in which a directory and those above it are listed, nearest first: `a/b/` -> (`a/`, `b/`), (root, `a/`).
 */
export function ancestorPlaces(prefix: string): Place[] {
  const places: Place[] = [];
  for (let place = placeOfDirectory(prefix); place; place = placeOfDirectory(place.prefix))
    places.push(place);
  return places;
}

/** By number of bytes in UTF-8: the greatest character of that length. The first is for no bytes. */
const GREATEST = ['', '\x7f', '\u07ff', '\uffff', '\u{10ffff}'] as const;
const GREATEST_BYTES = 4;

/**
 * The name in a directory after which a listing that starts after `key` begins. `undefined` when the key is before
 * the directory: then the listing starts with the marker object (the empty name). When the key is after the
 * directory, it is a name after all others.
 */
export function nameAfterKey(prefix: string, key: string | undefined): string | undefined {
  if (key === undefined || compareNames(key, prefix) < 0) return undefined;
  if (key.startsWith(prefix)) return key.slice(prefix.length);
  const bytesLeft = MAX_KEY_BYTES - byteLength(prefix);
  return GREATEST[GREATEST_BYTES].repeat(bytesLeft / GREATEST_BYTES) + GREATEST[bytesLeft % GREATEST_BYTES];
}

export function isDirectoryName(name: string): boolean {
  return name.endsWith(DELIMITER);
}
