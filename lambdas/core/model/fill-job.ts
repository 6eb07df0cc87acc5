/**
 * A fill: a prefix that is read into the index by workers, range by range. The job's own item never changes but for its end. What was
 * done is in the ranges, each an item of its own, so that workers never wait for each other.
 */
import type { FillRange } from './fill-range.ts';

/** A message that was received so often and failed each time becomes a dead letter, and its fill has failed. */
export const FILL_MAX_RECEIVES = 10;
/** How long a job can be asked about. */
export const FILL_KEPT_MS = 7 * 24 * 3_600_000;
/** As long as its queue keeps a message: a fill without any change for so long has no message left. */
export const FILL_SILENCE_MS = 24 * 3_600_000;

/** Who asks must name both. */
export interface FillName {
  bucket: string;
  id: string;
}

export type FillEnd =
  | { state: 'cancelled'; at: number }
  /** `why`: for people. */
  | { state: 'failed'; at: number; why: string };

export interface FillJob extends FillName {
  /** The directory that is filled: empty, or ending in `/`. */
  prefix: string;
  /** Everything below, or the directory's own names only. */
  recursive: boolean;
  startedAt: number;
  end?: FillEnd;
}

export type FillState = 'queued' | 'running' | 'complete' | 'cancelled' | 'failed';

export interface FillProgress {
  state: FillState;
  /** Names listed, and the LIST answers they came in. */
  listed: number;
  pages: number;
  finishedAt?: number;
}

/**
 * Pure. `ranges`: all of the fill, read in the order of their ids. A share becomes a range of its own, with a later id, before its giver
 * forgets it: so when each range that was read is done and has no shares to give, there is no range that was missed.
 */
export function progressOf(job: FillJob, ranges: readonly FillRange[], now: number): FillProgress {
  const listed = sum(ranges.map((range) => range.listed));
  const pages = sum(ranges.map((range) => range.pages));
  if (job.end) return { state: job.end.state, listed, pages, finishedAt: job.end.at };
  const changedAt = Math.max(job.startedAt, ...ranges.map((range) => range.changedAt));
  if (ranges.length > 0 && ranges.every(isFinished))
    return { state: 'complete', listed, pages, finishedAt: changedAt };
  if (now > changedAt + FILL_SILENCE_MS)
    return { state: 'failed', listed, pages, finishedAt: changedAt + FILL_SILENCE_MS };
  return { state: pages > 0 ? 'running' : 'queued', listed, pages };
}

function isFinished({ done, shares }: FillRange): boolean {
  return done && shares.length === 0;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
