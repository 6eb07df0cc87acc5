/** Fills for their callers: begin a fill, read its state, cancel it. */
import {
  type FillEnd,
  type FillJob,
  type FillName,
  type FillProgress,
  progressOf,
} from '../model/fill-job.ts';
import { firstRange } from '../model/fill-range.ts';
import type { ServedBucket } from '../model/served-bucket.ts';
import { treePlaceOf } from '../model/tree.ts';
import type { Clock } from '../ports/clock.ts';
import type { FillQueue } from '../ports/fill-queue.ts';
import type { FillTable } from '../ports/fill-table.ts';
import { IndexUnavailable } from '../ports/index-table.ts';
import type { Random } from '../ports/random.ts';
import { type Failed, failed } from '../questions/answer.ts';
import type { FillQuestion, Fills } from '../questions/fill.ts';

export interface FillsDeps {
  fills: FillTable;
  queue: FillQueue;
  clock: Clock;
  random: Random;
}

export function createFills(deps: FillsDeps): Fills {
  return {
    begin: (question) => begin(deps, question),
    find: (name) => answered(() => deps.fills.readFill(name)),
    progress: (job) => answered(() => progressOfJob(deps, job)),
    cancel: (job) => answered(() => cancel(deps, job)),
  };
}

async function begin(
  { fills, queue, clock, random }: FillsDeps,
  { bucket, prefix, recursive }: FillQuestion,
): Promise<{ outcome: 'answered'; value: FillName } | Failed> {
  if (!keepsAnything(bucket, { prefix, recursive }))
    return failed(
      'too-expensive',
      'Nothing would be stored, because the TTLs of this bucket are 0 (listTtlSeconds, or that of its tree).',
    );
  const startedAt = clock.now();
  const job: FillJob = { bucket: bucket.name, id: random.id(), prefix, recursive, startedAt };
  const range = firstRange(startedAt);
  const message = { bucket: job.bucket, id: job.id, range: range.id, turn: range.turn };
  const begun = await answered(async () => {
    await fills.addRange(job, range);
    await fills.createFill(job);
    return job;
  });
  if (begun.outcome === 'failed') return begun;
  try {
    await queue.send(message);
  } catch {
    await answered(() => fills.endFill(job, { state: 'failed', at: clock.now(), why: 'not in the queue' }));
    return failed('unavailable', 'The queue of fills did not accept the fill. Send the request again.');
  }
  return begun;
}

function keepsAnything(bucket: ServedBucket, { prefix, recursive }: Omit<FillQuestion, 'bucket'>): boolean {
  const keepsTree = recursive && treePlaceOf(bucket, prefix) !== undefined && (bucket.tree?.lifeMs ?? 0) > 0;
  return keepsTree || bucket.listLifeMs > 0;
}

async function progressOfJob({ fills, clock }: FillsDeps, job: FillJob): Promise<FillProgress> {
  const ranges = await fills.readRanges(job);
  const progress = progressOf(job, ranges, clock.now());
  const end = endIn(progress);
  if (job.end || !end) return progress;
  // A fill ends only once. The end that a caller has seen is stored, so that the fill cannot be cancelled or fail
  // later.
  await fills.endFill(job, end);
  return progressOf((await fills.readFill(job)) ?? job, ranges, clock.now());
}

/** Cancels a fill, unless it has ended. */
async function cancel(deps: FillsDeps, job: FillJob): Promise<undefined> {
  if (endIn(await progressOfJob(deps, job))) return undefined;
  await deps.fills.endFill(job, { state: 'cancelled', at: deps.clock.now() });
  return undefined;
}

function endIn({ state, finishedAt: at }: FillProgress): FillEnd | undefined {
  if (at === undefined || state === 'queued' || state === 'running') return undefined;
  return state === 'failed' ? { state, at, why: 'nothing changed for too long' } : { state, at };
}

async function answered<T>(ask: () => Promise<T>): Promise<{ outcome: 'answered'; value: T } | Failed> {
  try {
    return { outcome: 'answered', value: await ask() };
  } catch (error) {
    if (!(error instanceof IndexUnavailable)) throw error;
    return failed('unavailable', 'The index did not answer.');
  }
}
