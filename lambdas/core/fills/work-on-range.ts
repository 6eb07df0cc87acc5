/**
 * What becomes of one message: its range is listed page by page. The rules that make it safe to be killed at any moment and to get every
 * message twice:
 *
 *   - a page counts only when all of it is stored, by one write to the range that nobody else wrote to since;
 *   - the message of a share, or of the next turn, is sent before the message that caused it is done with;
 *   - a message of an earlier turn than the range's is done with: the next one was sent. One of a later turn comes again: the turn before it
 *     is just being ended, or its worker was killed, and then that message comes again.
 */
import type { FillJob } from '../model/fill-job.ts';
import { advanced, type FillRange, handedOver } from '../model/fill-range.ts';
import type { ServedBucket } from '../model/served-bucket.ts';
import type { FillMessage } from '../ports/fill-queue.ts';
import { type Failed, isFailed } from '../questions/answer.ts';
import type { FillWorker } from './fill-worker.ts';
import { type Chain, fillScope, listPage, storeRest } from './list-page.ts';
import { giveShares, publishShares } from './share-range.ts';

/** A cancelled fill is noticed so soon. */
const LOOK_AT_JOB_MS = 1_000;
/** Shares are thought of after so many pages, and each time twice as many where none could be given. */
const SHARE_AFTER_PAGES = 3;
/** Tries of one page, with a wait before each that doubles: some 15 s of a throttled table or of S3's SlowDown. */
const PAGE_TRIES = 7;
const FIRST_WAIT_MS = 250;

export type Worked =
  /** The message is done with. */
  | { outcome: 'done' }
  /** It must come again. */
  | { outcome: 'again'; why: string };

const DONE: Worked = { outcome: 'done' };

/** @throws IndexUnavailable, and what the queue threw: the message must come again. */
export async function workOn(
  worker: FillWorker,
  bucket: ServedBucket,
  message: FillMessage,
): Promise<Worked> {
  const job = await worker.fills.readFill(message);
  const range = job && !job.end ? await worker.fills.readRange(message, message.range) : undefined;
  if (!job || !range || message.turn < range.turn) return DONE;
  if (message.turn > range.turn) return { outcome: 'again', why: 'the turn before it has not ended' };
  const published = await publishShares(worker, range, message);
  if (published === 'superseded') return OTHER_WORKER;
  if (published.done) return DONE;
  return new Work(worker, bucket, { job, range: published }).run();
}

/** The message became a dead letter: its range will not be listed any more, so neither will all of the fill. */
export async function giveUp(
  { fills, instance }: FillWorker,
  message: FillMessage,
  why: string,
): Promise<void> {
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

  /** One page, tried several times. Undefined: it is done. */
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
      // S3's token may be what it does not like.
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

  /** Cancelled, or failed by another range. */
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

  /** The time of this worker is over, or S3 or the table is in trouble: another message goes on. */
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

/** Trying again does not help. */
function isFinal({ code }: Failed): boolean {
  return code === 'no-such-bucket' || code === 'upstream-denied';
}
