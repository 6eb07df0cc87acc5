/**
 * One Lambda: its own clock, its own death, and its calls to the world. Every call waits for a step before it has its
 * effect and for another one before its answer arrives, so that anything may happen in between.
 */
import type { Clock, Waiter } from '../../lambdas/core/ports/clock.ts';
import type { FaultKind, Faults } from './faults.ts';
import type { Prng } from './prng.ts';
import { type Owner, type Scheduler, WORLD } from './scheduler.ts';
import type { Trace } from './trace.ts';

const QUICK_MS = [0, 0, 0, 0, 1, 1, 1, 2, 3, 5, 8];
const SLOW_MS = [15, 30, 60, 120, 250, 600];

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
}

export class Instance implements Owner, Clock, Waiter {
  alive = true;
  /** Calls whose answers are still to come, and those that failed. */
  outstanding = 0;
  failures = 0;
  readonly name: string;
  private skewMs: number;
  private looks = 0;
  private lookedAt = 0;
  private readonly around: Surroundings;

  constructor(name: string, skewMs: number, around: Surroundings) {
    this.name = name;
    this.skewMs = skewMs;
    this.around = around;
  }

  now(): number {
    this.looks = this.around.scheduler.steps === this.lookedAt ? this.looks + 1 : 0;
    this.lookedAt = this.around.scheduler.steps;
    if (this.looks > MAX_LOOKS) throw new Error('goes round in circles without asking anybody anything');
    return this.around.scheduler.nowMs + this.skewMs;
  }

  /** NTP moves the clock; it stays within the margin. */
  stepClock(skewMs: number): void {
    this.skewMs = skewMs;
  }

  wait(ms: number): Promise<void> {
    return this.around.scheduler.sleep(ms, this);
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
    return new Promise((resolve, reject) => {
      const settle = (how: () => void) =>
        scheduler.after(this.latencyMs(), this, () => {
          this.outstanding -= 1;
          how();
        });
      const fail = (text: string) => {
        this.failures += 1;
        this.note(() => `${what} ${trace.show(asked)} FAILS ${text}`);
        settle(() => reject(failing!.error()));
      };
      scheduler.after(this.latencyMs(), WORLD, () => {
        if (failing && faults.strikes(failing.before)) return fail('before its effect');
        const value = effect();
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
