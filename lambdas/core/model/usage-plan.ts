/**
 * Plans how the usage of a directory is computed: from adjacent digests, and from S3 where there are none. Pure
 * functions.
 *
 * A digest is used completely, except for its rows outside the directory. It is never cut at the edge of another
 * digest: a row does not name its keys, so the keys of a directory on both sides of the edge would be counted twice
 * (T1).
 */
import {
  comparePositions,
  covers,
  END,
  endsAfter,
  type NameRange,
  type Position,
  type RangeEnd,
} from './range.ts';

export interface PlannedDigest extends NameRange {
  objects: number;
  observedAt: number;
}

export interface UsagePlan<D extends PlannedDigest> {
  use: D[];
  gaps: NameRange[];
}

/**
 * If fewer known objects than this are between two gaps, they are listed together with the gaps, because that costs
 * less than two LISTs.
 */
const LISTED_ALONG_OBJECTS = 500;

/** `usable`: the usable digests, in any order. If several start at the same position, the newest one is used. */
export function planUsage<D extends PlannedDigest>(range: NameRange, usable: readonly D[]): UsagePlan<D> {
  const digests = newestByStart(usable);
  const plan: UsagePlan<D> = { use: [], gaps: [] };
  /** The digests used since the last gap. */
  let since: D[] = [];
  let next = 0;
  for (
    let position: Position | RangeEnd = range.after;
    isPosition(position) && endsAfter(range.through, position);
  ) {
    while (next < digests.length && comparePositions(digests[next]!.after, position) < 0) next++;
    const digest: D | undefined = digestAt(digests, { position, next, atBorder: position === range.after });
    if (digest) {
      since.push(digest);
      position = digest.through;
      continue;
    }
    const through = startOf(digests[next], range.through);
    const last = plan.gaps.at(-1);
    const between = since.reduce((sum, { objects }) => sum + objects, 0);
    if (last && between < LISTED_ALONG_OBJECTS) last.through = through;
    else {
      plan.use.push(...since);
      plan.gaps.push({ after: position, through });
    }
    since = [];
    position = through;
  }
  plan.use.push(...since);
  return plan;
}

/** Ascending by start, with the newest one of each start. */
function newestByStart<D extends PlannedDigest>(digests: readonly D[]): D[] {
  return [...digests]
    .sort((a, b) => comparePositions(a.after, b.after) || b.observedAt - a.observedAt)
    .filter(({ after }, i, all) => i === 0 || comparePositions(all[i - 1]!.after, after) < 0);
}

function isPosition(reached: Position | RangeEnd): reached is Position {
  return reached !== END;
}

/**
 * The digest to use at the position. `next`: the index of the first digest that starts at or after the position. At
 * the directory's border, the digest may start earlier.
 */
function digestAt<D extends NameRange>(
  digests: readonly D[],
  { position, next, atBorder }: { position: Position; next: number; atBorder: boolean },
): D | undefined {
  const exact = digests[next];
  if (exact && comparePositions(exact.after, position) === 0) return exact;
  return atBorder ? digests.slice(0, next).findLast((digest) => covers(digest, position)) : undefined;
}

function startOf(digest: NameRange | undefined, end: RangeEnd): RangeEnd {
  return typeof digest?.after === 'string' && endsAfter(end, digest.after) ? digest.after : end;
}
