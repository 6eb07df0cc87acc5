/**
 * This instance's clock, held against the `Date` of every answer of S3 and DynamoDB. One answer tells the difference within two
 * seconds; many together tell it better, because each bounds it from both sides:
 *
 *     sentAt + difference <= the answer's time < Date + 2 s        Date <= the answer's time <= receivedAt + difference
 *
 * (whole seconds, and servers may keep the text of a Date for a second more).
 */
import type { Clock } from '../core/ports/clock.ts';

const DATE_MAY_BE_OLD_MS = 2_000;
/** Bounds are kept for one to two of these: clocks drift, and are set. */
const GENERATION_MS = 30_000;

/** One answer: when it was asked for and received, by this clock, and its Date, epoch ms. */
export interface DatedAnswer {
  sentAt: number;
  receivedAt: number;
  date: number;
}

/** Bounds of what must be added to this clock to reach the services' time. */
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

  /** `marginMs`: how far apart clocks may be. */
  constructor(clock: Clock, marginMs: number) {
    this.#clock = clock;
    this.#marginMs = marginMs;
  }

  now(): number {
    return this.#clock.now();
  }

  heard({ sentAt, receivedAt, date }: DatedAnswer): void {
    const said = { least: date - receivedAt, most: date + DATE_MAY_BE_OLD_MS - sentAt };
    if (Math.abs(receivedAt - this.#presentSince) > GENERATION_MS) {
      this.#former = this.#present;
      this.#present = UNKNOWN;
      this.#presentSince = receivedAt;
    }
    this.#present = both(this.#present, said);
    const all = both(this.#former, this.#present);
    if (all.least <= all.most) return;
    // The clock was set, or somebody's Date is wrong: only what was heard last counts.
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
