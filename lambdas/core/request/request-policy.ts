/** The policy of a question: how it judges observations, how long it may take, and whether it may ask S3. */
import type { BucketItem } from '../model/bucket-item.ts';
import { isSettling, longestLifeMs, settling } from '../model/life.ts';
import type { NameRange } from '../model/range.ts';
import type { Scope } from '../model/scope.ts';
import type { ServedBucket } from '../model/served-bucket.ts';
import { floorOverlapping } from '../model/tree.ts';
import { type FreshnessPolicy, policyOf } from '../model/validity.ts';
import type { Clock } from '../ports/clock.ts';
import { type Failed, failed } from '../questions/answer.ts';
import type { CacheDirectives } from '../questions/cache-directives.ts';

/** Used until the bucket's item was read, or if it cannot be read. No stored observation has this epoch. */
const NOTHING_KNOWN: BucketItem = { epoch: '', floors: new Map() };

export interface Bounds {
  /** Maximum age of an answer to this kind of question. */
  lifeMs: number;
  /** After this time, a question makes no more S3 calls. */
  requestBudgetMs: number;
  /** The allowed difference between the clocks of two instances. */
  clockMarginMs: number;
}

export class RequestPolicy {
  readonly directives: CacheDirectives;
  readonly startedAt: number;
  readonly #clock: Clock;
  readonly #clockMarginMs: number;
  readonly #deadlineAt: number;
  #bucket: ServedBucket;
  #lifeMs: number;
  #item: BucketItem | undefined;
  #staleIfError = false;
  #ignoresStored = false;

  constructor(
    clock: Clock,
    question: { bucket: ServedBucket; freshness: CacheDirectives },
    { lifeMs, requestBudgetMs, clockMarginMs }: Bounds,
  ) {
    this.#bucket = question.bucket;
    this.directives = question.freshness;
    this.startedAt = clock.now();
    this.#lifeMs = lifeMs;
    this.#clock = clock;
    this.#clockMarginMs = clockMarginMs;
    this.#deadlineAt = this.startedAt + requestBudgetMs;
  }

  /** Sets the bucket's item. Must be called before anything from the index is judged. */
  learn(item: BucketItem): void {
    this.#item = item;
    this.#bucket = settling(this.#bucket, item, this.#clock.now());
    this.#lifeMs = Math.min(this.#lifeMs, longestLifeMs(this.#bucket));
  }

  /** The bucket with the lives that apply now. */
  get bucket(): ServedBucket {
    return this.#bucket;
  }

  /** True if an event that was sent at this time may never be delivered, because the subscription was new. */
  wasSettling(at: number): boolean {
    return isSettling(this.#bucket, this.#item ?? NOTHING_KNOWN, at);
  }

  /** Maximum age of an answer. */
  get lifeMs(): number {
    return this.#lifeMs;
  }

  get epoch(): string {
    return this.#item?.epoch ?? '';
  }

  /** The latest time that any correct clock shows now. */
  get latestAt(): number {
    return this.#clock.now() + this.#clockMarginMs;
  }

  /** From now on, stored observations are not used, so S3 is asked. */
  ignoreStored(): void {
    this.#ignoresStored = true;
  }

  get ignoresStored(): boolean {
    return this.directives.noCache || this.#ignoresStored;
  }

  /** S3 failed: from now on, expired observations may be used, and S3 is not asked again. */
  goStale(): void {
    this.#staleIfError = true;
  }

  get staleIfError(): boolean {
    return this.#staleIfError;
  }

  /** The policy by which observations of these names are judged now. */
  freshnessPolicy(scope: Scope, range: NameRange): FreshnessPolicy {
    const item = this.#item ?? NOTHING_KNOWN;
    const times = { now: this.#clock.now(), clockMarginMs: this.#clockMarginMs };
    const inTree = scope.kind === 'tree' && { floorAt: floorOverlapping(item.floors, scope.prefix, range) };
    return {
      ...policyOf(this.#bucket, item, scope, times),
      ...inTree,
      lifeMs: this.#lifeMs,
      maxAgeMs: this.directives.maxAgeMs,
      staleIfError: this.#staleIfError,
    };
  }

  /** True if this question may still ask S3 at this time. */
  hasTimeUntil(at: number): boolean {
    return at < this.#deadlineAt;
  }

  /** Returns the reason why this question may not, or no longer, ask S3; `undefined` when it may. */
  forbidsS3(): Failed | undefined {
    if (this.directives.onlyIfCached) {
      return failed(
        'only-if-cached',
        'The index does not have this answer, and the request forbids asking S3.',
      );
    }
    if (this.#staleIfError)
      return failed('unavailable', 'S3 did not answer, and the index has no answer that may still be used.');
    if (!this.hasTimeUntil(this.#clock.now())) return failed('unavailable', 'S3 did not answer in time.');
    return undefined;
  }
}
