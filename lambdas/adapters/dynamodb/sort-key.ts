/**
 * Names as sort keys. S3's order and DynamoDB's string order both compare UTF-8 bytes. But a sort key must not be
 * empty, and the position before all names needs a key too. So names are escaped in a way that keeps their order:
 *
 *     the start of the directory        U+0001
 *     the empty name                    U+0002
 *     a name that begins below U+0003   U+0002 and the name
 *     any other name                    the name itself
 *
 * Only a name of 1,024 bytes that begins below U+0003 does not fit. The index has no data about such a name, so S3 is
 * asked.
 */
import { byteLength } from '../../../shared/byte-length.ts';
import { type Position, START } from '../../core/model/range.ts';

/** DynamoDB's limit for a sort key, in bytes of UTF-8. */
export const MAX_SORT_KEY_BYTES = 1024;

export const START_KEY = '\x01';
const ESCAPE = '\x02';
/** Greater than every escaped name and less than every other name. No name has this key. */
const ESCAPED_END = '\x02\x03';

function isEscaped(name: string): boolean {
  return name === '' || name.charCodeAt(0) <= ESCAPE.charCodeAt(0);
}

/**
 * The sort key of a name or of the start. Different names have different keys, in the same order (for well-formed
 * text).
 */
export function sortKeyOf(position: Position): string {
  if (position === START) return START_KEY;
  return isEscaped(position) ? ESCAPE + position : position;
}

/** The position that a sort key stands for; `undefined` for a key that is never written. */
export function positionOf(sortKey: string): Position | undefined {
  if (sortKey === START_KEY) return START;
  if (!sortKey.startsWith(ESCAPE)) return sortKey > ESCAPE ? sortKey : undefined;
  const name = sortKey.slice(ESCAPE.length);
  return isEscaped(name) ? name : undefined;
}

/** True if this name can be a sort key. A lone surrogate has no UTF-8 form, and S3 has no such key either. */
export function canHold(name: string): boolean {
  return name.isWellFormed() && byteLength(sortKeyOf(name)) <= MAX_SORT_KEY_BYTES;
}

/**
 * A sort key at or below that of the name, so that a range that starts there contains the name. Exact for every name
 * that fits.
 */
export function lowerBound(name: string): string {
  return canHold(name) ? sortKeyOf(name) : ESCAPE;
}

/** A sort key at or above that of the name; `undefined` when there is none. Exact for every name that fits. */
export function upperBound(name: string): string | undefined {
  if (canHold(name)) return sortKeyOf(name);
  return isEscaped(name) ? ESCAPED_END : undefined;
}
