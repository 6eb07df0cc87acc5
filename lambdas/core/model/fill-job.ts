/**
 * A fill: reading everything below a prefix into the index, by workers that take ranges of it from a queue. Messages may come twice and
 * workers may stop at any time, so nothing is counted up: progress is what the parts that were written cover.
 */
import {
  compareEnds,
  comparePositions,
  END,
  endsAfter,
  type NameRange,
  type Position,
  type RangeEnd,
} from './range.ts';

export type FillState = 'queued' | 'running' | 'complete' | 'cancelled' | 'failed';

export interface FillJob {
  id: string;
  bucket: string;
  /** Empty, or ending in `/`. */
  prefix: string;
  /** Everything below, or only the names in the directory. */
  recursive: boolean;
  state: FillState;
  startedAt: number;
  finishedAt?: number;
}

/** A range that was listed and written whole. */
export interface FillPart extends NameRange {
  listed: number;
  pages: number;
}

/** One message of the queue: a range of a fill that is still to be listed. */
export interface FillTask extends NameRange {
  id: string;
  bucket: string;
}

export interface FillProgress {
  listed: number;
  pages: number;
  /** Parts lead from the start of the range to its end. */
  complete: boolean;
}

/**
 * A message that came twice leaves parts that overlap, divided elsewhere; of those that overlap only the best are counted, so more parts
 * never make less.
 */
export function progressOf(range: NameRange, parts: readonly FillPart[]): FillProgress {
  const ordered = [...parts].sort((a, b) => compareEnds(a.through, b.through));
  /** The best of the first i parts. */
  const best = [{ listed: 0, pages: 0 }];
  for (const [i, part] of ordered.entries()) {
    const before = best[endingBy(ordered, part.after, i)]!;
    const taken = { listed: before.listed + part.listed, pages: before.pages + part.pages };
    best.push(taken.listed > best[i]!.listed ? taken : best[i]!);
  }
  return { ...best.at(-1)!, complete: leadsThrough(range, parts) };
}

/** How many of the parts (ascending by `through`, the first `count` of them) end at or before the position. */
function endingBy(parts: readonly FillPart[], position: Position, count: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (endsAfter(parts[middle]!.through, position)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function leadsThrough({ after, through }: NameRange, parts: readonly FillPart[]): boolean {
  const reached = new Set<Position | RangeEnd>([after]);
  for (const part of [...parts].sort((a, b) => comparePositions(a.after, b.after)))
    if (reached.has(part.after)) reached.add(part.through);
  return [...reached].some(
    (end) => end === END || (typeof end === 'string' && compareEnds(end, through) >= 0),
  );
}
