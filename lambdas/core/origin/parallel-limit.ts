/**
 * Limits the number of LISTs that one question sends in parallel. If there are more LISTs than the function's
 * processor can parse or S3 can answer, each takes longer, until they time out: with 256 MB of memory, parsing one
 * page takes longer than S3's answer. So the limit grows by one with each LIST, and shrinks when LISTs take much
 * longer than the fastest one.
 */
const FIRST = 4;
const LEAST = 2;
/** A LIST is slow if it takes this many times as long as the fastest one. */
const SLOW_TIMES = 5;
/** A LIST that takes at most this long is never slow, because single delays may be as long. */
const NEVER_SLOW_MS = 250;
const SHRINK = 0.8;

export class ParallelLimit {
  readonly #most: number;
  #limit: number;
  #fastestMs = Number.POSITIVE_INFINITY;
  /** A LIST that was sent before the limit last shrank does not shrink it again. */
  #shrankAt = Number.NEGATIVE_INFINITY;

  constructor(most: number) {
    this.#most = most;
    this.#limit = Math.min(FIRST, most);
  }

  get now(): number {
    return Math.floor(this.#limit);
  }

  /** Called when a LIST has ended. Times are epoch ms. */
  noteList({ sentAt, endedAt }: { sentAt: number; endedAt: number }): void {
    const tookMs = endedAt - sentAt;
    this.#fastestMs = Math.min(this.#fastestMs, tookMs);
    if (tookMs <= Math.max(NEVER_SLOW_MS, this.#fastestMs * SLOW_TIMES))
      this.#limit = Math.min(this.#most, this.#limit + 1);
    else if (sentAt >= this.#shrankAt) {
      this.#limit = Math.max(LEAST, this.#limit * SHRINK);
      this.#shrankAt = endedAt;
    }
  }
}
