/** One question on its way to an answer: by what it is judged, what it may do, and what it cost so far. */

import type { BucketItem } from '../model/bucket-item.ts';
import { longestLifeMs } from '../model/life.ts';
import type { ServedBucket } from '../model/served-bucket.ts';
import type { FreshnessPolicy } from '../model/validity.ts';
import type { Clock } from '../ports/clock.ts';
import { IndexUnavailable } from '../ports/index-table.ts';
import type { StoreFailure } from '../ports/object-store.ts';
import type { Failed } from '../questions/answer.ts';
import type { CacheDirectives } from '../questions/cache-directives.ts';
import { type Provenance, type Served, STALE_IF_ERROR } from '../questions/provenance.ts';
import { policyOf, settling } from './bucket-state.ts';
import type { CoreSettings } from './engine.ts';
import { Stopwatch } from './stopwatch.ts';

/** Why the index is left aside for a question. */
export type BypassReason = 'index-unavailable' | 'not-cached' | 'unrepresentable' | 'clock-is-wrong';

/** Before the bucket's item was read, or without it: nothing stored is of this epoch. */
const NOTHING_KNOWN: BucketItem = { epoch: '', floors: new Map() };

export class ReadContext {
  /** With the lives that hold now. */
  bucket: ServedBucket;
  readonly freshness: CacheDirectives;
  readonly startedAt: number;
  readonly #clock: Clock;
  readonly #deadlineAt: number;
  readonly #clockMarginMs: number;
  #lifeMs: number;
  #state: BucketItem | undefined;
  #bypass: BypassReason | undefined;
  /** Expired observations may be used from now on: S3 failed. */
  staleIfError = false;

  s3Lists = 0;
  s3Heads = 0;
  readonly #s3Time: Stopwatch;
  readonly #indexTime: Stopwatch;
  #observedAt = Number.POSITIVE_INFINITY;
  #endsAt = Number.POSITIVE_INFINITY;
  #fromIndex = 0;
  #heldUnusable = false;
  #refusedByRequest = false;
  #stored = true;
  #waitedForOther = false;
  #otherFailed = false;

  /** `lifeMs`: how old an answer to this kind of question may be. */
  constructor(
    clock: Clock,
    { bucket, freshness }: { bucket: ServedBucket; freshness: CacheDirectives },
    lifeMs: number,
    settings: Pick<CoreSettings, 'clockMarginMs' | 'requestBudgetMs'>,
  ) {
    this.#clock = clock;
    this.#s3Time = new Stopwatch(clock);
    this.#indexTime = new Stopwatch(clock);
    this.bucket = bucket;
    this.#lifeMs = lifeMs;
    if (lifeMs === 0) this.bypass('not-cached');
    this.freshness = freshness;
    this.startedAt = clock.now();
    this.#deadlineAt = this.startedAt + settings.requestBudgetMs;
    this.#clockMarginMs = settings.clockMarginMs;
  }

  /** Must be set before the index is read. */
  set state(item: BucketItem) {
    this.#state = item;
    this.bucket = settling(this.bucket, item, this.#clock.now());
    this.#lifeMs = Math.min(this.#lifeMs, longestLifeMs(this.bucket));
  }

  get epoch(): string {
    return this.#state?.epoch ?? '';
  }

  bypass(reason: BypassReason): void {
    this.#bypass ??= reason;
  }

  get bypassed(): boolean {
    return this.#bypass !== undefined;
  }

  /** May fetched answers be written to the index? */
  get storing(): boolean {
    if ((this.#clock.offsetMs?.() ?? 0) !== 0) this.bypass('clock-is-wrong');
    return !this.bypassed && !this.freshness.noStore;
  }

  /** The latest time that any right clock shows now. */
  get latestAt(): number {
    return this.#clock.now() + this.#clockMarginMs;
  }

  policyFor(prefix: string): FreshnessPolicy {
    const times = { now: this.#clock.now(), clockMarginMs: this.#clockMarginMs };
    return {
      ...policyOf(this.bucket, this.#state ?? NOTHING_KNOWN, prefix, times),
      lifeMs: this.#lifeMs,
      maxAgeMs: this.freshness.maxAgeMs,
      staleIfError: this.staleIfError,
    };
  }

  /** Runs a call to the index; undefined when the index is not (or no longer) usable, which turns the question to S3 (I8). */
  async index<T>(call: () => Promise<T>): Promise<T | undefined> {
    if (this.bypassed) return undefined;
    try {
      return await this.#indexTime.time(call);
    } catch (error) {
      if (!(error instanceof IndexUnavailable)) throw error;
      this.bypass('index-unavailable');
      return undefined;
    }
  }

  /** Why S3 may not be asked (any more) for this question; undefined when it may. */
  forbidsS3(): Failed | undefined {
    if (this.freshness.onlyIfCached) {
      return this.failed(
        'only-if-cached',
        'The index does not hold this answer, and the request forbids asking S3.',
      );
    }
    if (this.staleIfError)
      return this.failed('unavailable', 'S3 did not answer, and no answer that may still be given is held.');
    if (this.#clock.now() >= this.#deadlineAt) {
      return this.failed('unavailable', 'S3 took longer than the time a request has.');
    }
    return undefined;
  }

  /**
   * Did S3 fail this question, so that an expired answer may be given, declared as stale? Not when the question's time was up before
   * S3 was asked: then nobody knows that it would not have answered.
   */
  mayGoStale({ code }: Failed): boolean {
    const asked = this.s3Lists + this.s3Heads > 0 || this.#otherFailed;
    const passing = code === 'unavailable' || code === 'upstream-failed';
    return asked && passing && !this.bypassed && !this.freshness.noCache;
  }

  /** Runs a call to S3 unless the question forbids it or its time is up. */
  async s3<T extends { outcome: string }>(
    kind: 'list' | 'head',
    call: () => Promise<T>,
  ): Promise<T | Failed> {
    const forbidden = this.forbidsS3();
    if (forbidden) return forbidden;
    if (kind === 'list') this.s3Lists++;
    else this.s3Heads++;
    const answer = await this.#s3Time.time(call);
    return answer.outcome === 'failed' ? this.failedBy(answer as unknown as StoreFailure) : answer;
  }

  /** Notes the use of an observation from the index. */
  used(observed: { observedAt: number; endsAt: number }): void {
    this.#fromIndex++;
    this.#note(observed);
  }

  /** Notes the use of an answer S3 gave to this question. */
  fetched(observed: { observedAt: number; endsAt: number }, stored: boolean): void {
    this.#note(observed);
    if (!stored) this.#stored = false;
  }

  #note({ observedAt, endsAt }: { observedAt: number; endsAt: number }): void {
    if (observedAt < this.#observedAt) this.#observedAt = observedAt;
    this.#endsAt = Math.min(this.#endsAt, endsAt, observedAt + this.#lifeMs);
  }

  /** Something was held but could not be used; `byRequest` when only the request's own max-age stood against it. */
  refused(byRequest: boolean): void {
    if (byRequest) this.#refusedByRequest = true;
    else this.#heldUnusable = true;
  }

  /** Another question fetched what this one needed. */
  waitedForOther(): void {
    this.#waitedForOther = true;
  }

  /** S3 failed another question that this one waited with. */
  otherFailed({ code, detail }: Failed): Failed {
    this.#otherFailed = true;
    return this.failed(code, detail);
  }

  #served(): Served {
    // S3 failed, if only to another question that this one waited with.
    if (this.s3Lists + this.s3Heads === 0 && !this.staleIfError) return 'hit';
    if (this.bypassed) return 'bypass';
    if (this.freshness.noCache) return 'request';
    if (this.staleIfError) return 'stale';
    if (this.#fromIndex > 0) return 'partial';
    if (this.#heldUnusable) return 'stale';
    return this.#refusedByRequest ? 'request' : 'miss';
  }

  provenance(): Provenance {
    const now = this.#clock.now();
    const served = this.#served();
    const detail =
      this.#bypass ?? (this.staleIfError ? STALE_IF_ERROR : this.#waitedForOther ? 'collapsed' : undefined);
    return {
      served,
      observedAt: Math.min(this.#observedAt, now),
      endsAt: this.#endsAt === Number.POSITIVE_INFINITY ? now : this.#endsAt,
      stored: served !== 'hit' && !this.staleIfError && this.storing && this.#stored,
      ...(detail !== undefined && { detail }),
      s3Lists: this.s3Lists,
      s3Heads: this.s3Heads,
      s3Ms: this.#s3Time.totalMs,
      indexMs: this.#indexTime.totalMs,
    };
  }

  failed(code: Failed['code'], detail: string): Failed {
    return { outcome: 'failed', code, detail, provenance: this.provenance() };
  }

  failedBy(failure: StoreFailure): Failed {
    switch (failure.reason) {
      case 'no-such-bucket':
        return this.failed('no-such-bucket', `There is no bucket ${JSON.stringify(this.bucket.name)} here.`);
      case 'denied':
        return this.failed('upstream-denied', 'S3 refused this service the request.');
      case 'nonsense':
        return this.failed('upstream-failed', 'S3 gave an answer that makes no sense.');
      case 'unavailable':
        return this.failed('unavailable', 'S3 did not answer.');
    }
  }
}
