/**
 * The queue of fills. A message arrives late, twice, in any order, and again until its worker has confirmed it. After
 * too many failures it becomes a dead letter.
 */
import { FILL_MAX_RECEIVES } from '../../../lambdas/core/model/fill-job.ts';
import type { FillMessage, FillQueue } from '../../../lambdas/core/ports/fill-queue.ts';
import type { Faults } from '../faults.ts';
import type { Instance } from '../instance.ts';
import type { Prng } from '../prng.ts';
import { type Scheduler, WORLD } from '../scheduler.ts';
import type { Trace } from '../trace.ts';

export interface Delivery {
  message: FillMessage;
  /** How often the message was delivered, including this delivery. */
  receives: number;
}

const USUAL_DELAYS_MS = [0, 0, 1, 2, 4, 8];
const LONG_DELAYS_MS = [20, 60, 200, 500, 1_200];
const VISIBILITY_MS = [5, 20, 60];

export class FillMessages {
  /** Copies that are still to be processed. */
  open = 0;
  /** IDs of fills with a dead letter. If the last worker died, such a fill still seems to run. */
  readonly dead = new Set<string>();
  deliver: (delivery: Delivery) => void = () => {};
  private readonly scheduler: Scheduler;
  private readonly faults: Faults;
  private readonly trace: Trace;
  private readonly prng: Prng;

  constructor(parts: { scheduler: Scheduler; faults: Faults; trace: Trace }, prng: Prng) {
    this.scheduler = parts.scheduler;
    this.faults = parts.faults;
    this.trace = parts.trace;
    this.prng = prng;
  }

  /** The queue as seen by this instance. */
  of(instance: Instance): FillQueue {
    const error = () => new Error('the queue does not answer');
    const failing = { before: 'fillUnsent', after: 'fillUnsent', error } as const;
    return {
      send: (message) => instance.call('send', message, () => this.accept(message), failing),
    };
  }

  confirm(): void {
    this.open -= 1;
  }

  /** Delivers the message again, or makes it a dead letter. */
  retry({ message, receives }: Delivery): void {
    if (receives < FILL_MAX_RECEIVES) {
      this.appear({ message, receives: receives + 1 }, this.prng.pick(VISIBILITY_MS));
      return;
    }
    this.trace.note(this.scheduler.nowMs, 'fills', () => `dead letter ${JSON.stringify(message)}`);
    this.dead.add(message.id);
    this.confirm();
  }

  private accept(message: FillMessage): void {
    const copies = this.faults.strikes('fillDoubled') ? 2 : 1;
    for (let i = 0; i < copies; i += 1) {
      this.open += 1;
      const delays = this.faults.strikes('fillDelayed') ? LONG_DELAYS_MS : USUAL_DELAYS_MS;
      this.appear({ message, receives: 1 }, this.prng.pick(delays));
    }
  }

  private appear(delivery: Delivery, delayMs: number): void {
    this.scheduler.after(delayMs, WORLD, () => this.deliver(delivery));
  }
}
