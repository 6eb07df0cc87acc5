/**
 * The index, as one question uses it. Calls are timed. After the first failure, S3 is asked instead (I8). Until the
 * bucket's item is known, only reads of chunks and records are sent, and no result of a read is returned.
 */
import type { Clock } from '../ports/clock.ts';
import { IndexUnavailable, ItemUnreadable } from '../ports/index-table.ts';
import { Stopwatch } from './stopwatch.ts';
import type { TableHealth } from './table-health.ts';

/** Why a question does not use the index. */
export type BypassReason = 'index-unavailable' | 'not-cached' | 'unrepresentable' | 'clock-is-wrong';

export class IndexGate {
  readonly #time: Stopwatch;
  readonly #health: TableHealth;
  #bypass: BypassReason | undefined;
  #opened: Promise<void> = Promise.resolve();

  constructor(clock: Clock, health: TableHealth) {
    this.#time = new Stopwatch(clock);
    this.#health = health;
    if (!health.mayAsk()) this.bypass('index-unavailable');
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

  /** Starts reading the bucket's item, which must be known before anything is judged or written. */
  open(read: () => Promise<void>): void {
    this.#opened = this.#attempt(read);
  }

  /** Resolves when the bucket's item is known, or when reading it has failed. */
  get opened(): Promise<void> {
    return this.#opened;
  }

  /**
   * For writes that the answer does not need. If such a write fails, the result is `undefined`, and the question
   * continues to use the index.
   */
  async offer<T>(call: () => Promise<T>): Promise<T | undefined> {
    if (this.#bypass) return undefined;
    try {
      return await this.#time.time(() => this.#watched(call));
    } catch (error) {
      if (!(error instanceof IndexUnavailable)) throw error;
      return undefined;
    }
  }

  /**
   * Like runBeside, but for a read that the answer does not need. If it fails, the question continues to use the
   * index.
   */
  async glance<T>(call: () => Promise<T>): Promise<T | undefined> {
    const [answer] = await Promise.all([this.offer(call), this.#opened]);
    return this.#bypass ? undefined : answer;
  }

  /** Returns `undefined` when the index is not, or no longer, usable. */
  async run<T>(call: () => Promise<T>): Promise<T | undefined> {
    await this.#opened;
    return this.#attempt(call);
  }

  /**
   * Sends a read of chunks or records in parallel with the read of the bucket's item. The result is judged by that
   * item later. Not allowed for heads, because a watch counts only under the epoch that was known before the watch
   * was read.
   */
  async runBeside<T>(call: () => Promise<T>): Promise<T | undefined> {
    const [answer] = await Promise.all([this.#attempt(call), this.#opened]);
    return this.#bypass ? undefined : answer;
  }

  async #attempt<T>(call: () => Promise<T>): Promise<T | undefined> {
    if (this.#bypass) return undefined;
    try {
      return await this.#time.time(() => this.#watched(call));
    } catch (error) {
      if (!(error instanceof IndexUnavailable)) throw error;
      this.bypass('index-unavailable');
      return undefined;
    }
  }

  /** An unreadable item counts as an answer of the table. */
  async #watched<T>(call: () => Promise<T>): Promise<T> {
    try {
      const answer = await call();
      this.#health.noteAnswer();
      return answer;
    } catch (error) {
      if (error instanceof ItemUnreadable) this.#health.noteAnswer();
      else this.#health.noteFailure();
      throw error;
    }
  }
}
