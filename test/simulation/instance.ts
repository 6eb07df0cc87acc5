/**
 * One Lambda: its own clock, its own death, and its calls to the world. Every call waits for a step before it has its
 * effect and for another one before its answer arrives, so that anything may happen in between.
 */
import { ServiceClock } from '../../lambdas/adapters/service-clock.ts';
import type { Clock, Waiter } from '../../lambdas/core/ports/clock.ts';
import type { FaultKind, Faults } from './faults.ts';
import type { Prng } from './prng.ts';
import { type Owner, type Scheduler, WORLD } from './scheduler.ts';
import type { Trace } from './trace.ts';

const QUICK_MS = [0, 0, 0, 0, 1, 1, 1, 2, 3, 5, 8];
/** How late a write may land that was given up, or lands a second time. */
const LATE_MS = [5, 40, 200, 1_000];
const SLOW_MS = [15, 30, 60, 120, 250, 600];

/** Any margin is less. */
const SURELY_WRONG_MS = 4_000;

/** Looks at the clock between two steps at most: the only sign there is of code that never waits again. */
const MAX_LOOKS = 50_000;

/** What all instances share. */
export interface Surroundings {
  scheduler: Scheduler;
  latency: Prng;
  faults: Faults;
  trace: Trace;
}

/** How a call may fail: with `before` nothing happened, with `after` all of it did. Each is only asked for when it strikes. */
export interface Failing {
  before: FaultKind;
  after?: FaultKind;
  error: () => unknown;
  /** A write: what was given up may still arrive, and what arrived may arrive again. */
  writes?: boolean;
}

export class Instance implements Owner, Clock, Waiter {
  alive = true;
  /** Calls whose answers are still to come, and those that failed. */
  outstanding = 0;
  failures = 0;
  readonly name: string;
  private skewMs: number;
  private frozenUntilMs = 0;
  private looks = 0;
  private lookedAt = 0;
  /** The time in the services' answers, as the deployed functions measure it. */
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

  /** The Date of an answer is in whole seconds. */
  private heard(sentAt: number): void {
    const date = Math.floor(this.around.scheduler.nowMs / 1_000) * 1_000;
    this.services.observe({ sentAt, receivedAt: this.now(), date });
  }

  now(): number {
    this.looks = this.around.scheduler.steps === this.lookedAt ? this.looks + 1 : 0;
    this.lookedAt = this.around.scheduler.steps;
    if (this.looks > MAX_LOOKS) throw new Error('goes round in circles without asking anybody anything');
    return this.around.scheduler.nowMs + this.skewMs;
  }

  /** NTP moves the clock; it stays within the margin, and one that is wrong stays wrong. */
  stepClock(skewMs: number): void {
    if (!this.isWrong) this.skewMs = skewMs;
  }

  get isWrong(): boolean {
    return Math.abs(this.skewMs) > SURELY_WRONG_MS;
  }

  wait(ms: number): Promise<void> {
    return this.around.scheduler.sleep(Math.max(ms, this.thawsInMs()), this);
  }

  /** Nothing reaches it for a while; time goes on. */
  freeze(ms: number): void {
    this.frozenUntilMs = this.around.scheduler.nowMs + ms;
    this.note(() => `is frozen for ${ms} ms`);
  }

  private thawsInMs(): number {
    return Math.max(0, this.frozenUntilMs - this.around.scheduler.nowMs);
  }

  /** A call that is slow to leave. */
  async dawdle(ms: number): Promise<void> {
    this.outstanding += 1;
    await this.wait(ms);
    this.outstanding -= 1;
  }

  /** At a true time, whatever becomes of this instance. */
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

  /** One call over the network. The effect may still come about after the instance has died. */
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
