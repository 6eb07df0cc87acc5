/** The index as one question uses it: calls are timed, and the first that fails turns the question to S3 (I8). */
import type { Clock } from '../ports/clock.ts';
import { IndexUnavailable } from '../ports/index-table.ts';
import { Stopwatch } from './stopwatch.ts';

/** Why the index is left aside for a question. */
export type BypassReason = 'index-unavailable' | 'not-cached' | 'unrepresentable' | 'clock-is-wrong';

export class IndexGate {
  readonly #time: Stopwatch;
  #bypass: BypassReason | undefined;

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

  /** Undefined when the index is not, or no longer, usable. */
  async run<T>(call: () => Promise<T>): Promise<T | undefined> {
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
