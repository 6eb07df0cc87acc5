/** Ranges of names. A name is any text, even the empty one, so START and END are separate values. */
import { compareNames } from '../../../shared/byte-order.ts';

/** Before every name, even the empty one. */
export const START: unique symbol = Symbol('START');
/** After every name. */
export const END: unique symbol = Symbol('END');

/** A position: after this name, or at the start. */
export type Position = string | typeof START;
/** The end of a range: this name, included, or the end. */
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

/** Does the range include what comes just after the position? */
export function covers({ after, through }: NameRange, position: Position): boolean {
  return comparePositions(after, position) <= 0 && endsAfter(through, position);
}

/** Can a name lie between the position and the end? */
export function endsAfter(through: RangeEnd, position: Position): boolean {
  return through === END || isAfter(through, position);
}

export function earlierEnd(a: RangeEnd, b: RangeEnd): RangeEnd {
  return compareEnds(a, b) <= 0 ? a : b;
}
