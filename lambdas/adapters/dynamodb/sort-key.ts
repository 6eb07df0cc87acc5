/**
 * Names as sort keys. S3's order and DynamoDB's string order are both UTF-8 bytes, but a sort key may not be empty and
 * needs a place for "before every name". So an order-preserving escape:
 *
 *     the start of the directory     U+0001
 *     the empty name                 U+0002
 *     a name that begins below U+0003   U+0002 and the name
 *     any other name                 itself
 *
 * Only names of 1,024 bytes that begin below U+0003 do not fit; their directories are answered from S3 at that place.
 */
import { byteLength } from '../../../shared/byte-length.ts';
import { type Position, START } from '../../core/model/range.ts';

/** DynamoDB's bound on a sort key, in bytes of UTF-8. */
export const MAX_SORT_KEY_BYTES = 1024;

export const START_KEY = '\x01';
const ESCAPE = '\x02';
/** Greater than every escaped name, smaller than every other name; no name's own key. */
const ESCAPED_END = '\x02\x03';

function isEscaped(name: string): boolean {
  return name === '' || name.charCodeAt(0) <= ESCAPE.charCodeAt(0);
}

/** The sort key of a name or of the start. Injective and order-preserving over well-formed text. */
export function sortKeyOf(position: Position): string {
  if (position === START) return START_KEY;
  return isEscaped(position) ? ESCAPE + position : position;
}

/** The position a sort key stands for; undefined: no such key is ever written. */
export function positionOf(sortKey: string): Position | undefined {
  if (sortKey === START_KEY) return START;
  if (!sortKey.startsWith(ESCAPE)) return sortKey > ESCAPE ? sortKey : undefined;
  const name = sortKey.slice(ESCAPE.length);
  return isEscaped(name) ? name : undefined;
}

/** Can this name be a sort key? A lone surrogate has no UTF-8 form (S3 has no such key either). */
export function canHold(name: string): boolean {
  return name.isWellFormed() && byteLength(sortKeyOf(name)) <= MAX_SORT_KEY_BYTES;
}

/** A sort key at or below the name's own, for a range that must not miss anything; exact for every name that can be held. */
export function lowerBound(name: string): string {
  return canHold(name) ? sortKeyOf(name) : ESCAPE;
}

/** A sort key at or above the name's own; undefined: there is none. Exact for every name that can be held. */
export function upperBound(name: string): string | undefined {
  if (canHold(name)) return sortKeyOf(name);
  return isEscaped(name) ? ESCAPED_END : undefined;
}
