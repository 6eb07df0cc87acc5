/** When counts are sent: answers from the index share a line of metrics, and so do failures in a row. */
import type { Counter } from '../core/ports/telemetry.ts';
import { METRICS, type PublishedCounter } from './metric-names.ts';

/**
 * Counters of an answer from the index alone. A metrics line for each such answer would add a tenth to its cost. So
 * an instance sends one line for all such answers within GATHER_MS. If the instance ends, at most these counts are
 * lost.
 */
const GATHERED: ReadonlySet<Counter> = new Set(['requests', 'hits', 'readUnits', 'digestHits']);
const GATHER_MS = 10_000;
/**
 * Failures in a row share a line too, but the first is sent immediately. In an outage, a line for each would take more
 * processor time than the refusal itself.
 */
const GATHER_FAILURES_MS = 1_000;

export function isPublished(counter: Counter): counter is PublishedCounter {
  return counter in METRICS;
}

export class Gathering {
  readonly #clock: { now: () => number };
  #sentAt = Number.NEGATIVE_INFINITY;
  #failuresSentAt = Number.NEGATIVE_INFINITY;

  constructor(clock: { now: () => number }) {
    this.#clock = clock;
  }

  /**
   * True if these counts must be sent now. Only answers from the index and further failures may wait: alarms need all
   * other counts immediately.
   */
  isDue(unsent: ReadonlyMap<Counter, number>): boolean {
    const other = [...unsent].filter(
      ([counter, sum]) => isPublished(counter) && !GATHERED.has(counter) && sum > 0,
    );
    if (other.some(([counter]) => counter !== 'failures')) return true;
    const now = this.#clock.now();
    // If the clock was set back, the wait must not become longer. So the difference is compared without its sign.
    if (other.length > 0) return Math.abs(now - this.#failuresSentAt) >= GATHER_FAILURES_MS;
    return Math.abs(now - this.#sentAt) >= GATHER_MS;
  }

  /** Called after these counts were sent. */
  sent(counts: ReadonlyMap<Counter, number>): void {
    this.#sentAt = this.#clock.now();
    if (counts.has('failures')) this.#failuresSentAt = this.#sentAt;
  }
}
