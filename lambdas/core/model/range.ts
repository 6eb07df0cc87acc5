/** Ranges of names. A name is any text, including the empty one, so START and END are separate values. */
import { byteLength } from '../../../shared/byte-length.ts';
import { compareNames } from '../../../shared/byte-order.ts';
import { MAX_KEY_BYTES } from '../../../shared/keys.ts';

/** Before every name, including the empty one. */
export const START: unique symbol = Symbol('START');
/** After every name. */
export const END: unique symbol = Symbol('END');

/** A position: just after this name, or the start. */
export type Position = string | typeof START;
/** The end of a range: this name, which is included, or the end. */
export type RangeEnd = string | typeof END;

/** The names in (after, through]. */
export interface NameRange {
  after: Position;
  through: RangeEnd;
}

export const EVERYTHING: NameRange = { after: START, through: END };

export function comparePositions(a: Position, b: Position): number {
  if (a === START || b === START) return (a === START ? 0 : 1) - (b === START ? 0 : 1);
  return compareNames(a, b);
}

export function compareEnds(a: RangeEnd, b: RangeEnd): number {
  if (a === END || b === END) return (a === END ? 1 : 0) - (b === END ? 1 : 0);
  return compareNames(a, b);
}

export function isAfter(name: string, position: Position): boolean {
  return position === START || compareNames(name, position) > 0;
}

export function isWithin(name: string, through: RangeEnd): boolean {
  return through === END || compareNames(name, through) <= 0;
}

export function contains({ after, through }: NameRange, name: string): boolean {
  return isAfter(name, after) && isWithin(name, through);
}

/** True if the range includes the names just after the position. */
export function covers({ after, through }: NameRange, position: Position): boolean {
  return comparePositions(after, position) <= 0 && endsAfter(through, position);
}

/** True if a name can be between the position and the end. */
export function endsAfter(through: RangeEnd, position: Position): boolean {
  return through === END || isAfter(through, position);
}

export function earlierEnd(a: RangeEnd, b: RangeEnd): RangeEnd {
  return compareEnds(a, b) <= 0 ? a : b;
}

/** The common part of two ranges; `undefined` when no name can be in both. */
export function intersection(a: NameRange, b: NameRange): NameRange | undefined {
  const after = comparePositions(a.after, b.after) >= 0 ? a.after : b.after;
  const through = earlierEnd(a.through, b.through);
  return endsAfter(through, after) ? { after, through } : undefined;
}

/** The parts of the range before and after the other one. */
export function without({ after, through }: NameRange, hidden: NameRange): NameRange[] {
  const parts: NameRange[] = [];
  if (typeof hidden.after === 'string' && endsAfter(hidden.after, after))
    parts.push({ after, through: earlierEnd(through, hidden.after) });
  if (hidden.through !== END && endsAfter(through, hidden.through))
    parts.push({ after: endsAfter(hidden.through, after) ? hidden.through : after, through });
  return parts;
}

const LAST_CODE_POINT = 0x10ffff;
const LAST = String.fromCodePoint(LAST_CODE_POINT);

/**
 * A position just below `name`: a read that starts after it begins with `name`. (In rare cases it begins with a few
 * other names, because no string is the greatest one below another.) The empty name follows directly after START.
 */
export function justBelow(name: string): Position {
  if (name === '') return START;
  const points = [...name];
  const last = points.pop()!.codePointAt(0)!;
  const stem = points.join('');
  if (last === 0) return stem;
  // 0xD800 to 0xDFFF are surrogates, which are not characters, so they are skipped.
  const before = last === 0xe000 ? 0xd7ff : last - 1;
  const below = stem + String.fromCodePoint(before);
  return byteLength(below) + byteLength(LAST) <= MAX_KEY_BYTES ? below + LAST : below;
}
