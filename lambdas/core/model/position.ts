/**
 * Where a reading stands in a directory: after a name, or (absent) at the start, before even the empty name.
 */

import { byteLength } from '../../../shared/byte-length.ts';
import { compareNames } from '../../../shared/byte-order.ts';
import { MAX_KEY_BYTES } from '../../../shared/keys.ts';

export type Position = string | undefined;

export function comparePositions(a: Position, b: Position): number {
  if (a === undefined || b === undefined) return (a === undefined ? 0 : 1) - (b === undefined ? 0 : 1);
  return compareNames(a, b);
}

/** Is `name` greater than the position? Every name is greater than the start. */
export function isAfter(name: string, position: Position): boolean {
  return position === undefined || compareNames(name, position) > 0;
}

/** Is `name` within a range that ends with `through` (absent: the end of the directory)? */
export function isWithin(name: string, through: string | undefined): boolean {
  return through === undefined || compareNames(name, through) <= 0;
}

const LAST_CODE_POINT = 0x10ffff;
const LAST = String.fromCodePoint(LAST_CODE_POINT);

/**
 * A position just below `name`, so that reading after it meets `name` first (or, rarely, a few names before it: the
 * strings below a string have no greatest one). The empty name lies directly after the start.
 */
export function justBelow(name: string): Position {
  if (name === '') return undefined;
  const points = [...name];
  const last = points.pop()!.codePointAt(0)!;
  const stem = points.join('');
  if (last === 0) return stem;
  // 0xDFFF..0xD800 are surrogates, no characters of their own.
  const before = last === 0xe000 ? 0xd7ff : last - 1;
  const below = stem + String.fromCodePoint(before);
  return byteLength(below) + byteLength(LAST) <= MAX_KEY_BYTES ? below + LAST : below;
}
