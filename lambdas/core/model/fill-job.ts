/**
 * A fill: workers read a prefix into the index, range by range. The job's own item changes only when the fill ends.
 * The progress is in the ranges, each a separate item, so that workers never wait for each other.
 */
import { type FillRange, isFinished } from './fill-range.ts';

/** A message that failed this often becomes a dead letter, and its fill fails. */
export const FILL_MAX_RECEIVES = 10;
/** How long the state of a job can be read. */
export const FILL_KEPT_MS = 7 * 24 * 3_600_000;
/** As long as the queue keeps a message. A fill without any change for this time has no message left. */
export const FILL_SILENCE_MS = 24 * 3_600_000;

/** Callers must give both. */
export interface FillName {
  bucket: string;
  id: string;
}

/** Written once; the first one counts. */
export type FillEnd =
  /** Written by the first question about the fill that finds all ranges finished. */
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
  /** The number of names listed, and of the LIST responses with them. */
  listed: number;
  pages: number;
  finishedAt?: number;
}

/**
 * The progress of a fill. Pure. `ranges`: all ranges of the fill, read in the order of their IDs. A share becomes a
 * range with a later ID before its giver removes it. So if each range that was read is done and has no shares left,
 * no range was missed.
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
