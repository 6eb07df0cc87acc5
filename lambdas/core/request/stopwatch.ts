/** Measures the time during which at least one call was in progress, ms. Parallel calls count once. */
import type { Clock } from '../ports/clock.ts';

export class Stopwatch {
  readonly #clock: Clock;
  #underWay = 0;
  #since = 0;
  #totalMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async time<T>(call: () => Promise<T>): Promise<T> {
    if (this.#underWay++ === 0) this.#since = this.#clock.now();
    try {
      return await call();
    } finally {
      if (--this.#underWay === 0) this.#totalMs += this.#clock.now() - this.#since;
    }
  }

  get totalMs(): number {
    return this.#totalMs;
  }
}
