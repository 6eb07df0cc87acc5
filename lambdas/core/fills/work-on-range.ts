/**
 * Handles one message: lists its range page by page. These rules make it safe to stop a worker at any moment, and to
 * deliver every message twice:
 *
 * - A page counts only when it is stored completely. Then one write to the range records it, on condition that nobody
 *   else has written to the range.
 * - The message for a share, or for the next turn, is sent before the message that caused it is deleted.
 * - A message of an earlier turn than the range's is deleted, because the message for the next turn has been sent.
 * - A message of a later turn is delivered again. Either the previous turn is just ending, or its worker was stopped;
 *   in that case the message of that turn will be delivered again too.
 * - A message for a finished range is deleted, whatever its turn, because a worker may have been stopped between
 *   finishing the range and deleting the message.
 */
import type { FillJob } from '../model/fill-job.ts';
import { advanced, type FillRange, handedOver, isFinished } from '../model/fill-range.ts';
import type { ServedBucket } from '../model/served-bucket.ts';
import type { FillMessage } from '../ports/fill-queue.ts';
import { type Failed, isFailed } from '../questions/answer.ts';
import type { FillWorker } from './fill-worker.ts';
import { type Chain, fillScope, listPage, storeRest } from './list-page.ts';
import { giveShares, publishShares } from './share-range.ts';

/** Minimum time between two reads of the job. A cancelled fill is noticed after this time. */
const LOOK_AT_JOB_MS = 1_000;
/** The worker tries to give shares after this number of pages. The number doubles each time it could not give any. */
const SHARE_AFTER_PAGES = 3;
/**
 * Maximum number of attempts for one page. The wait before an attempt doubles each time. Together they cover about 15
 * s in which the table throttles or S3 answers SlowDown.
 */
const PAGE_TRIES = 7;
const FIRST_WAIT_MS = 250;

export type Worked =
  /** The message can be deleted. */
  | { outcome: 'done' }
  /** The message must be delivered again. */
  | { outcome: 'again'; why: string };

const DONE: Worked = { outcome: 'done' };

/**
 * @throws IndexUnavailable when the table does not answer; errors of the queue. Then the message must be delivered
 * again.
 */
export async function workOn(
  worker: FillWorker,
  bucket: ServedBucket,
  message: FillMessage,
): Promise<Worked> {
  const job = await worker.fills.readFill(message);
  const range = job && !job.end ? await worker.fills.readRange(message, message.range) : undefined;
  if (!job || !range || isFinished(range) || message.turn < range.turn) return DONE;
  if (message.turn > range.turn) return { outcome: 'again', why: 'the turn before it has not ended' };
  const published = await publishShares(worker, range, message);
  if (published === 'superseded') return OTHER_WORKER;
  if (isFinished(published)) return DONE;
  return new Work(worker, bucket, { job, range: published }).run();
}

/**
 * Handles a message that became a dead letter. If its range is not finished, no other message continues it, so the
 * fill has failed.
 */
export async function giveUp(
  { fills, instance }: FillWorker,
  message: FillMessage,
  why: string,
): Promise<void> {
  const range = await fills.readRange(message, message.range);
  if (!range || isFinished(range) || message.turn < range.turn) return;
  await fills.endFill(message, { state: 'failed', at: instance.clock.now(), why });
}

const OTHER_WORKER: Worked = { outcome: 'again', why: 'another worker is at this range' };

class Work {
  readonly #worker: FillWorker;
  readonly #bucket: ServedBucket;
  readonly #job: FillJob;
  #range: FillRange;
  #chain: Chain | undefined;
  #pages = 0;
  #shareAt = SHARE_AFTER_PAGES;
  #lookedAt: number;
  readonly #stopAt: number;

  constructor(worker: FillWorker, bucket: ServedBucket, { job, range }: { job: FillJob; range: FillRange }) {
    this.#worker = worker;
    this.#bucket = bucket;
    this.#job = job;
    this.#range = range;
    this.#lookedAt = worker.instance.clock.now();
    this.#stopAt = this.#lookedAt + worker.settings.workMs;
  }

  async run(): Promise<Worked> {
    const { clock } = this.#worker.instance;
    for (;;) {
      const failure = await this.#page();
      if (failure === 'ended') return DONE;
      if (failure === 'superseded') return OTHER_WORKER;
      if (failure) return this.#pages > 0 ? this.#handOver() : this.#fail(failure);
      if (this.#range.done) return DONE;
      if (await this.#isEnded()) return DONE;
      if (clock.now() >= this.#stopAt) return this.#handOver();
      if (this.#pages >= this.#shareAt && (await this.#share()) === 'superseded') return OTHER_WORKER;
    }
  }

  /** Lists one page, with several attempts. Returns `undefined` when the page is stored. */
  async #page(): Promise<Failed | 'superseded' | 'ended' | undefined> {
    const { instance } = this.#worker;
    for (let tries = 1, waitMs = FIRST_WAIT_MS; ; tries++, waitMs *= 2) {
      const at = fillScope(instance, this.#bucket, this.#job);
      const step = await listPage(at, this.#range, this.#chain);
      if (!isFailed(step)) {
        this.#chain = step.chain;
        this.#pages++;
        return this.#write(advanced(this.#range, step, instance.clock.now()));
      }
      // The failure may be caused by S3's token, so the next attempt does not use it.
      this.#chain = this.#chain && { ...this.#chain, token: undefined };
      if (tries === PAGE_TRIES || isFinal(step) || instance.clock.now() >= this.#stopAt) return step;
      await instance.waiter.wait(waitMs);
      if (await this.#isEnded()) return 'ended';
    }
  }

  async #write(range: FillRange): Promise<'superseded' | undefined> {
    if ((await this.#worker.fills.replaceRange(this.#job, range)) === 'superseded') return 'superseded';
    this.#range = range;
    return undefined;
  }

  /** True when the fill was cancelled, or when it failed because of another range. */
  async #isEnded(): Promise<boolean> {
    const now = this.#worker.instance.clock.now();
    if (now < this.#lookedAt + LOOK_AT_JOB_MS) return false;
    this.#lookedAt = now;
    const job = await this.#worker.fills.readFill(this.#job);
    return job === undefined || job.end !== undefined;
  }

  async #share(): Promise<'superseded' | undefined> {
    const at = fillScope(this.#worker.instance, this.#bucket, this.#job);
    const shared = await giveShares(this.#worker, at, { job: this.#job, range: this.#range });
    this.#shareAt = shared === 'nothing' ? this.#pages * 2 : this.#pages + SHARE_AFTER_PAGES;
    if (shared === 'superseded') return 'superseded';
    if (shared !== 'nothing') this.#range = shared;
    return undefined;
  }

  /** Sends another message that continues the range: this worker's time is over, or S3 or the table has problems. */
  async #handOver(): Promise<Worked> {
    const { instance, fills, queue } = this.#worker;
    if (this.#chain) await storeRest(fillScope(instance, this.#bucket, this.#job), this.#range, this.#chain);
    const next = handedOver(this.#range, instance.clock.now());
    const { bucket, id } = this.#job;
    await queue.send({ bucket, id, range: next.id, turn: next.turn });
    return (await fills.replaceRange(this.#job, next)) === 'written' ? DONE : OTHER_WORKER;
  }

  async #fail(failure: Failed): Promise<Worked> {
    if (!isFinal(failure)) return { outcome: 'again', why: failure.detail };
    const at = this.#worker.instance.clock.now();
    await this.#worker.fills.endFill(this.#job, { state: 'failed', at, why: failure.detail });
    return DONE;
  }
}

/** True if another attempt would fail in the same way. */
function isFinal({ code }: Failed): boolean {
  return code === 'no-such-bucket' || code === 'upstream-denied';
}
