/** A range of a fill, listed by one worker at a time. Names are relative to the fill's prefix. Pure. */
import { END, type NameRange, type Position, type RangeEnd, START } from './range.ts';

/** A part of a range that was given away, but has no range of its own yet. */
export interface FillShare extends NameRange {
  id: string;
}

export interface FillRange extends NameRange {
  /** Sorts after the ID of the range from which it was divided. */
  id: string;
  /** Everything up to this position is listed and stored. */
  reached: Position;
  done: boolean;
  listed: number;
  pages: number;
  /**
   * Incremented when the work is handed over to another message. Messages of earlier turns then have nothing left to
   * do.
   */
  turn: number;
  /** Incremented with every change. If two workers have the same range, the one that writes later stops. */
  version: number;
  changedAt: number;
  shares: readonly FillShare[];
}

const GENERATION_DIGITS = 4;

export function firstRange(now: number): FillRange {
  return newRange({ id: `${'0'.repeat(GENERATION_DIGITS)}-0`, after: START, through: END }, now);
}

export function newRange({ id, after, through }: FillShare, now: number): FillRange {
  return {
    ...{ id, after, through, reached: after, done: false, listed: 0, pages: 0 },
    ...{ turn: 0, version: 0, changedAt: now, shares: [] },
  };
}

/** Makes the ID of a share. It sorts after the giver's ID. `unique`: a random text. */
export function shareId(giver: string, unique: string): string {
  const generation = Number(giver.slice(0, GENERATION_DIGITS)) + 1;
  return `${String(generation).padStart(GENERATION_DIGITS, '0')}-${unique}`;
}

/**
 * The range after one more page, up to `through`, was listed and stored. `done`: this was the last page of the range.
 */
export function advanced(
  range: FillRange,
  page: { through: RangeEnd; done: boolean; names: number },
  now: number,
): FillRange {
  return {
    ...range,
    reached: page.through === END ? range.reached : page.through,
    done: page.done,
    listed: range.listed + page.names,
    pages: range.pages + 1,
    version: range.version + 1,
    changedAt: now,
  };
}

/**
 * The range after it has given away all parts but the first. `parts`: the parts of its rest, in order; at least one.
 */
export function divided(
  range: FillRange,
  parts: readonly NameRange[],
  { now, ids }: { now: number; ids: readonly string[] },
): FillRange {
  const shares = parts.slice(1).map((part, i) => ({ ...part, id: ids[i]! }));
  return { ...range, through: parts[0]!.through, shares, version: range.version + 1, changedAt: now };
}

export function handedOver(range: FillRange, now: number): FillRange {
  return { ...range, turn: range.turn + 1, version: range.version + 1, changedAt: now };
}

/** True if the range has nothing left to list and nothing left to give away. */
export function isFinished({ done, shares }: FillRange): boolean {
  return done && shares.length === 0;
}
