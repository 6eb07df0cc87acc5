/**
 * One Lambda instance: its clock, its death, and its calls to the services. Every call waits for one step before it
 * takes effect, and for another step before its answer arrives, so that anything may happen in between.
 */
import { ServiceClock } from '../../lambdas/adapters/service-clock.ts';
import type { Clock, Waiter } from '../../lambdas/core/ports/clock.ts';
import type { FaultKind, Faults } from './faults.ts';
import type { Prng } from './prng.ts';
import { type Owner, type Scheduler, WORLD } from './scheduler.ts';
import type { Trace } from './trace.ts';

const QUICK_MS = [0, 0, 0, 0, 1, 1, 1, 2, 3, 5, 8];
/** How late an abandoned write, or the repeat of a write, may arrive. */
const LATE_MS = [5, 40, 200, 1_000];
const SLOW_MS = [15, 30, 60, 120, 250, 600];

/** A clock error greater than any clock margin. */
const SURELY_WRONG_MS = 4_000;

/**
 * The maximum number of clock reads between two steps. Code that loops without waiting can be noticed only by this.
 */
const MAX_LOOKS = 50_000;

/** The state that all instances share. */
export interface Surroundings {
  scheduler: Scheduler;
  latency: Prng;
  faults: Faults;
  trace: Trace;
}

/** How a call may fail: `before` its effect or `after` it. The error is created only when the fault happens. */
export interface Failing {
  before: FaultKind;
  after?: FaultKind;
  error: () => unknown;
  /** True for a write. It may arrive after the caller has given up, and it may arrive twice. */
  writes?: boolean;
}

export class Instance implements Owner, Clock, Waiter {
  alive = true;
  /** Calls in flight, and calls that failed. */
  outstanding = 0;
  failures = 0;
  readonly name: string;
  private skewMs: number;
  private frozenUntilMs = 0;
  private looks = 0;
  private lookedAt = 0;
  /** Measures this clock against the services' answers, as the deployed functions do. */
  private readonly services: ServiceClock;
  private readonly around: Surroundings;

  constructor(name: string, skewMs: number, around: Surroundings & { clockMarginMs: number }) {
    this.name = name;
    this.skewMs = skewMs;
    this.around = around;
    this.services = new ServiceClock(this, around.clockMarginMs);
  }

  offsetMs(): number {
    return this.services.offsetMs();
  }

  /** Evaluates the Date header of an answer, which has whole seconds. */
  private heard(sentAt: number): void {
    const date = Math.floor(this.around.scheduler.nowMs / 1_000) * 1_000;
    this.services.observe({ sentAt, receivedAt: this.now(), date });
  }

  now(): number {
    this.looks = this.around.scheduler.steps === this.lookedAt ? this.looks + 1 : 0;
    this.lookedAt = this.around.scheduler.steps;
    if (this.looks > MAX_LOOKS) throw new Error('loops without making any call');
    return this.around.scheduler.nowMs + this.skewMs;
  }

  /** Sets the clock, as NTP does. A clock within the margin stays within it, and a wrong clock stays wrong. */
  stepClock(skewMs: number): void {
    if (!this.isWrong) this.skewMs = skewMs;
  }

  get isWrong(): boolean {
    return Math.abs(this.skewMs) > SURELY_WRONG_MS;
  }

  wait(ms: number): Promise<void> {
    return this.around.scheduler.sleep(Math.max(ms, this.thawsInMs()), this);
  }

  /** For a while, the instance receives nothing, and time passes. */
  freeze(ms: number): void {
    this.frozenUntilMs = this.around.scheduler.nowMs + ms;
    this.note(() => `is frozen for ${ms} ms`);
  }

  private thawsInMs(): number {
    return Math.max(0, this.frozenUntilMs - this.around.scheduler.nowMs);
  }

  /** Delays a call before it is sent. */
  async dawdle(ms: number): Promise<void> {
    this.outstanding += 1;
    await this.wait(ms);
    this.outstanding -= 1;
  }

  /** Runs at a true time, even if this instance has died by then. */
  whenTimeIs(atMs: number, run: () => void): void {
    this.around.scheduler.after(Math.max(0, atMs - this.around.scheduler.nowMs), WORLD, run);
  }

  crash(): void {
    this.alive = false;
    this.note(() => 'crashes');
  }

  note(text: () => string): void {
    this.around.trace.note(this.around.scheduler.nowMs, this.name, text);
  }

  show(value: unknown): string {
    return this.around.trace.show(value);
  }

  /** One call over the network. It may take effect after the instance has died. */
  call<T>(what: string, asked: unknown, effect: () => T, failing?: Failing): Promise<T> {
    const { scheduler, faults, trace } = this.around;
    this.outstanding += 1;
    const sentAtMs = this.now();
    return new Promise((resolve, reject) => {
      const settle = (how: () => void) =>
        scheduler.after(Math.max(this.latencyMs(), this.thawsInMs()), this, () => {
          this.outstanding -= 1;
          this.heard(sentAtMs);
          how();
        });
      const fail = (text: string) => {
        this.failures += 1;
        this.note(() => `${what} ${trace.show(asked)} FAILS ${text}`);
        settle(() => reject(failing!.error()));
      };
      scheduler.after(this.latencyMs(), WORLD, () => {
        if (failing && faults.strikes(failing.before)) return fail('before its effect');
        if (failing?.writes && faults.strikes('writeLate')) {
          scheduler.after(this.around.latency.pick(LATE_MS), WORLD, effect);
          return fail('and comes late');
        }
        const value = effect();
        if (failing?.writes && faults.strikes('writeTwice'))
          scheduler.after(this.around.latency.pick(LATE_MS), WORLD, effect);
        if (failing?.after && faults.strikes(failing.after)) return fail('after its effect');
        this.note(() => `${what} ${trace.show(asked)} -> ${trace.show(value)}`);
        settle(() => resolve(value));
      });
    });
  }

  private latencyMs(): number {
    const { latency, faults } = this.around;
    return latency.pick(faults.strikes('slowCall') ? SLOW_MS : QUICK_MS);
  }
}
