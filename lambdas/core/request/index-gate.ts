/**
 * The index as one question uses it: calls are timed, and the first that fails turns the question to S3 (I8). Nothing
 * read is given out, and nothing else is sent, before the bucket's item is known.
 */
import type { Clock } from '../ports/clock.ts';
import { IndexUnavailable } from '../ports/index-table.ts';
import { Stopwatch } from './stopwatch.ts';

/** Why the index is left aside for a question. */
export type BypassReason = 'index-unavailable' | 'not-cached' | 'unrepresentable' | 'clock-is-wrong';

export class IndexGate {
  readonly #time: Stopwatch;
  #bypass: BypassReason | undefined;
  #opened: Promise<void> = Promise.resolve();

  constructor(clock: Clock) {
    this.#time = new Stopwatch(clock);
  }

  get bypassed(): BypassReason | undefined {
    return this.#bypass;
  }

  bypass(reason: BypassReason): void {
    this.#bypass ??= reason;
  }

  get totalMs(): number {
    return this.#time.totalMs;
  }

  /** Reads the bucket's item: what it is told must be known before anything is judged or written. */
  open(read: () => Promise<void>): void {
    this.#opened = this.#attempt(read);
  }

  /** Done when the bucket's item is known, or cannot be. */
  get opened(): Promise<void> {
    return this.#opened;
  }

  /**
   * For writes that the answer does not need: one that fails is only not kept, and the question goes on with the
   * index.
   */
  async offer<T>(call: () => Promise<T>): Promise<T | undefined> {
    if (this.#bypass) return undefined;
    try {
      return await this.#time.time(call);
    } catch (error) {
      if (!(error instanceof IndexUnavailable)) throw error;
      return undefined;
    }
  }

  /** Undefined when the index is not, or no longer, usable. */
  async run<T>(call: () => Promise<T>): Promise<T | undefined> {
    await this.#opened;
    return this.#attempt(call);
  }

  /**
   * A read of chunks or records, sent beside that of the bucket's item: it only says more of what is then judged by
   * the item. Not for heads: a watch counts under the epoch that was known before it was read.
   */
  async runBeside<T>(call: () => Promise<T>): Promise<T | undefined> {
    const [answer] = await Promise.all([this.#attempt(call), this.#opened]);
    return this.#bypass ? undefined : answer;
  }

  async #attempt<T>(call: () => Promise<T>): Promise<T | undefined> {
    if (this.#bypass) return undefined;
    try {
      return await this.#time.time(call);
    } catch (error) {
      if (!(error instanceof IndexUnavailable)) throw error;
      this.bypass('index-unavailable');
      return undefined;
    }
  }
}
