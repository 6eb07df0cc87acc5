/** The faults of a simulation, their rates in this seed, and how often each one happened. */
import type { Prng } from './prng.ts';

/**
 * The highest rate of each kind, as a share of its occasions. A seed draws zero, a low rate, or any rate up to this.
 */
export const MOST = {
  indexFailsBefore: 0.15,
  indexFailsAfter: 0.15,
  storeFails: 0.25,
  slowCall: 0.3,
  slowMark: 0.4,
  tornList: 0.3,
  shortList: 0.6,
  shortPage: 0.4,
  oldItemRead: 0.4,
  tornBody: 0.1,
  decodedForgotten: 0.3,
  eventDelayed: 0.6,
  eventDuplicated: 0.3,
  eventLost: 0.3,
  eventMisread: 0.2,
  receiptLost: 0.2,
  readerCrash: 0.03,
  invalidatorCrash: 0.15,
  clockStep: 0.2,
  tableWiped: 0.04,
  bucketItemGone: 0.1,
  expiredAtOnce: 0.8,
  chunkGone: 0.3,
  observationGone: 0.3,
  writeLate: 0.1,
  writeTwice: 0.1,
  frozen: 0.3,
  clockWrong: 0.3,
  emptied: 0.1,
  fillDoubled: 0.3,
  fillDelayed: 0.4,
  fillUnsent: 0.1,
  fillReceiptLost: 0.2,
  workerCrash: 0.3,
} as const;

export type FaultKind = keyof typeof MOST;
export const FAULT_KINDS = Object.keys(MOST) as FaultKind[];
export type FaultRates = Partial<Record<FaultKind, number>>;
export type FaultCounts = Record<FaultKind, number>;

/** Share of the seeds in which a kind does not happen at all, so that every kind also happens without the others. */
const NEVER = 0.6;
const SELDOM = 0.2;

export class Faults {
  readonly counts = Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0])) as FaultCounts;
  /** No fault happens while this is false. */
  on = true;
  private readonly rates = new Map<FaultKind, number>();
  private readonly prng: Prng;

  /** `given` rates replace the random ones. */
  constructor(prng: Prng, given: FaultRates = {}) {
    this.prng = prng;
    for (const kind of FAULT_KINDS) {
      const draw = prng.next();
      const rate = draw < NEVER ? 0 : draw < NEVER + SELDOM ? MOST[kind] / 5 : MOST[kind];
      this.rates.set(kind, given[kind] ?? rate);
    }
  }

  /** Does the fault happen now? */
  strikes(kind: FaultKind): boolean {
    if (!this.on || !this.prng.chance(this.rates.get(kind)!)) return false;
    this.counts[kind] += 1;
    return true;
  }

  /** Can the fault happen at all in this seed? */
  possible(kind: FaultKind): boolean {
    return this.rates.get(kind)! > 0;
  }

  describe(): string {
    const some = FAULT_KINDS.filter((kind) => this.possible(kind));
    return some.map((kind) => `${kind} ${this.rates.get(kind)}`).join(', ') || 'none';
  }
}
