/**
 * Compares this instance's clock with the `Date` of every response from S3 and DynamoDB. One response shows the
 * difference to within two seconds. Many together show it more exactly, because each gives a lower and an upper
 * bound:
 *
 *     sentAt + difference <= the response's time < Date + 2 s
 *     Date <= the response's time <= receivedAt + difference
 *
 * (A Date has whole seconds, and servers may use the same text for one more second.)
 */
import type { Clock } from '../core/ports/clock.ts';

const DATE_MAY_BE_OLD_MS = 2_000;
/** Bounds are kept for one to two of these periods, because clocks drift and are adjusted. */
const GENERATION_MS = 30_000;

/** One response: when it was requested and received by this instance's clock, and its Date. All are epoch ms. */
export interface DatedAnswer {
  sentAt: number;
  receivedAt: number;
  date: number;
}

/** The bounds of the difference, which must be added to this instance's clock to get the services' time. */
interface Bounds {
  least: number;
  most: number;
}

const UNKNOWN: Bounds = { least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY };

export class ServiceClock implements Clock {
  readonly #clock: Clock;
  readonly #marginMs: number;
  #former: Bounds = UNKNOWN;
  #present: Bounds = UNKNOWN;
  #presentSince = 0;

  /** `marginMs`: the allowed difference between two clocks. */
  constructor(clock: Clock, marginMs: number) {
    this.#clock = clock;
    this.#marginMs = marginMs;
  }

  now(): number {
    return this.#clock.now();
  }

  observe({ sentAt, receivedAt, date }: DatedAnswer): void {
    const said = { least: date - receivedAt, most: date + DATE_MAY_BE_OLD_MS - sentAt };
    if (Math.abs(receivedAt - this.#presentSince) > GENERATION_MS) {
      this.#former = this.#present;
      this.#present = UNKNOWN;
      this.#presentSince = receivedAt;
    }
    this.#present = both(this.#present, said);
    const all = both(this.#former, this.#present);
    if (all.least <= all.most) return;
    // The bounds contradict each other: the clock was adjusted, or the Date of a server is wrong. Only the latest
    // bounds are kept.
    this.#former = UNKNOWN;
    this.#present = said;
  }

  offsetMs(): number {
    const { least, most } = both(this.#former, this.#present);
    const isSurelyOff = least > this.#marginMs || most < -this.#marginMs;
    return isSurelyOff ? most : 0;
  }
}

function both(a: Bounds, b: Bounds): Bounds {
  return { least: Math.max(a.least, b.least), most: Math.min(a.most, b.most) };
}
