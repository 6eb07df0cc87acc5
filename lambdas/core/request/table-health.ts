/**
 * Decides whether to use the table at all. After many consecutive failures, the instance does not use it for a short
 * time. Otherwise every question would first wait for the table without success before it asks S3. After each pause,
 * one question tries again.
 */
import type { Clock } from '../ports/clock.ts';

/** The calls of a few questions. If some calls succeed, the table is used. */
const FAILURES_IN_A_ROW = 12;
const PAUSE_MS = 500;

export class TableHealth {
  readonly #clock: Clock;
  #failures = 0;
  #pausesUntil = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  noteAnswer(): void {
    this.#failures = 0;
  }

  noteFailure(): void {
    this.#failures++;
  }

  /** True if this question may use the table. The first question after a pause may, and starts the next pause. */
  mayAsk(): boolean {
    if (this.#failures < FAILURES_IN_A_ROW) return true;
    const now = this.#clock.now();
    // If the clock was set back, the pause must not become longer.
    if (now < this.#pausesUntil && now >= this.#pausesUntil - PAUSE_MS) return false;
    this.#pausesUntil = now + PAUSE_MS;
    return true;
  }
}
