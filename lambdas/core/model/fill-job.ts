/**
 * A fill: workers read a prefix into the index, range by range. The job's own item changes only when the fill ends.
 * The progress is stored in the ranges. Each is a separate item, so that workers never wait for each other.
 */
import { type FillRange, isFinished } from './fill-range.ts';

/** A message that fails this many times becomes a dead letter, and its fill fails. */
export const FILL_MAX_RECEIVES = 10;
/** How long a job can be read after it began. */
export const FILL_KEPT_MS = 7 * 24 * 3_600_000;
/** The time for which the queue keeps a message. If a fill has not changed for this time, it has no message left. */
export const FILL_SILENCE_MS = 24 * 3_600_000;

/** Identifies a fill. Callers must give both parts. */
export interface FillName {
  bucket: string;
  id: string;
}

/** How a fill ended. It is written once: later ends do not replace the first. */
export type FillEnd =
  /** Written when the first caller that reads the fill's progress finds all ranges finished. */
  | { state: 'complete'; at: number }
  | { state: 'cancelled'; at: number }
  /** `why` is for people. */
  | { state: 'failed'; at: number; why: string };

export interface FillJob extends FillName {
  /** The directory that is filled: empty, or ending in `/`. */
  prefix: string;
  /** Everything below the directory, or only its own names. */
  recursive: boolean;
  startedAt: number;
  end?: FillEnd;
}

export type FillState = 'queued' | 'running' | 'complete' | 'cancelled' | 'failed';

export interface FillProgress {
  state: FillState;
  /** The number of listed names, and of the LIST responses that contained them. */
  listed: number;
  pages: number;
  finishedAt?: number;
}

/**
 * Computes the progress of a fill. `ranges`: all ranges of the fill, read in the order of their IDs. A share becomes
 * a range with a later ID before it is removed from the range that gave it. So if each range that was read is done
 * and has no shares left, no range was missed. Pure.
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

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
