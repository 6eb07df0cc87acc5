/** Gives parts of a range to other workers, as long as there are too few ranges for all workers. */
import { inParallel } from '../../../shared/in-parallel.ts';
import type { FillJob, FillName } from '../model/fill-job.ts';
import { divided, type FillRange, newRange, shareId } from '../model/fill-range.ts';
import { END, endsAfter, isAfter, type NameRange } from '../model/range.ts';
import { splitRange } from '../model/split-range.ts';
import { findDirectories } from '../origin/find-directories.ts';
import { isFailed } from '../questions/answer.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import type { FillWorker } from './fill-worker.ts';

/**
 * Maximum number of shares given in one step. They are stored in the item of the range that gives them: at most
 * about 35 KB.
 */
const MAX_SHARES = 16;
const SHARES_AT_ONCE = 4;

type Shared = FillRange | 'nothing' | 'superseded';

/** Divides the rest of the range at directories, if it contains any, and if the fill has too few open ranges. */
export async function giveShares(
  worker: FillWorker,
  at: ScopeContext,
  { job, range }: { job: FillJob; range: FillRange },
): Promise<Shared> {
  if (!job.recursive || typeof range.reached !== 'string') return 'nothing';
  const ranges = await worker.fills.readRanges(job);
  const open = ranges.filter(({ done }) => !done).length;
  const wanted = Math.min(MAX_SHARES, worker.settings.openRanges - open);
  if (wanted <= 0) return 'nothing';
  const through = range.through === END ? END : at.below + range.through;
  const found = await findDirectories(at, { after: at.below + range.reached, through });
  if (isFailed(found)) return 'nothing';
  const rest: NameRange = { after: range.reached, through: range.through };
  const points = found
    .map((point) => point.slice(at.below.length))
    .filter((point) => isAfter(point, rest.after) && endsAfter(rest.through, point));
  const parts = splitRange(rest, points, wanted + 1);
  if (parts.length === 1) return 'nothing';
  const { clock, random } = worker.instance;
  const ids = parts.slice(1).map(() => shareId(range.id, random.id()));
  const giving = divided(range, parts, { now: clock.now(), ids });
  if ((await worker.fills.replaceRange(job, giving)) === 'superseded') return 'superseded';
  return publishShares(worker, giving, job);
}

/** Adds each share as a range with a message, then removes the shares from the given range. May be repeated. */
export async function publishShares(
  { fills, queue, instance }: FillWorker,
  range: FillRange,
  { bucket, id }: FillName,
): Promise<FillRange | 'superseded'> {
  if (range.shares.length === 0) return range;
  const now = instance.clock.now();
  await inParallel(range.shares, SHARES_AT_ONCE, async (share) => {
    const added = newRange(share, now);
    await fills.addRange({ bucket, id }, added);
    await queue.send({ bucket, id, range: added.id, turn: added.turn });
  });
  const published: FillRange = { ...range, shares: [], version: range.version + 1, changedAt: now };
  return (await fills.replaceRange({ bucket, id }, published)) === 'written' ? published : 'superseded';
}
