/**
 * The event queue. An event arrives late, twice, out of order or not at all. It is delivered in a batch to some
 * invalidator, and again until it is confirmed.
 */
import type { Change } from '../../lambdas/core/model/change.ts';
import type { Faults } from './faults.ts';
import type { Prng } from './prng.ts';
import { type Scheduler, WORLD } from './scheduler.ts';
import type { Trace } from './trace.ts';

export interface Message {
  change: Change;
  /** The key and the number of the write that the event reports, and its time. */
  key: string;
  seq: number;
  atMs: number;
  /** The event's own time, which is S3's time of the beginning of the upload. */
  saidMs: number;
}

const USUAL_DELAYS_MS = [0, 0, 1, 2, 4, 8, 15];
const LONG_DELAYS_MS = [20, 60, 200, 500, 1200];
const VISIBILITY_MS = [3, 10, 40];
const MAX_BATCH = 5;

export class Queue {
  sent = 0;
  lost = 0;
  /** The number of writes without an event since the last test event. */
  untold = 0;
  /** Copies that are still to be processed. */
  open = 0;
  /** Receives a batch. Events that it does not confirm are delivered again. */
  deliver: (batch: Message[]) => void = () => {};
  private visible: Message[] = [];
  private readonly bucket: string;
  private readonly scheduler: Scheduler;
  private readonly faults: Faults;
  private readonly prng: Prng;
  private readonly trace: Trace;

  constructor(parts: { bucket: string; scheduler: Scheduler; faults: Faults; prng: Prng; trace: Trace }) {
    this.bucket = parts.bucket;
    this.scheduler = parts.scheduler;
    this.faults = parts.faults;
    this.prng = parts.prng;
    this.trace = parts.trace;
  }

  send(message: Message): void {
    this.sent += 1;
    if (this.faults.strikes('eventLost')) {
      this.lost += 1;
      this.trace.note(this.scheduler.nowMs, 'queue', () => `loses event ${message.seq}`);
      return;
    }
    const copies = this.faults.strikes('eventDuplicated') ? 2 : 1;
    for (let i = 0; i < copies; i += 1) {
      this.open += 1;
      const delays = this.faults.strikes('eventDelayed') ? LONG_DELAYS_MS : USUAL_DELAYS_MS;
      this.appear(message, this.prng.pick(delays));
    }
  }

  /** Notifications begin. S3 sends a test event, which may be late or lost like any other event. */
  subscribed(seq: number): void {
    const { nowMs } = this.scheduler;
    this.untold = 0;
    const change: Change = { bucket: this.bucket, kind: 'subscribed' };
    this.send({ change, key: '', seq, atMs: nowMs, saidMs: nowMs });
  }

  confirm(): void {
    this.open -= 1;
  }

  /** The event was not confirmed, so it is delivered again. */
  retry(message: Message): void {
    this.appear(message, this.prng.pick(VISIBILITY_MS));
  }

  private appear(message: Message, delayMs: number): void {
    this.scheduler.after(delayMs, WORLD, () => {
      this.visible.push(message);
      this.scheduler.after(this.prng.int(0, 3), WORLD, () => this.dispatch());
    });
  }

  /** Delivers a batch in random order, because standard queues do not guarantee the order. */
  private dispatch(): void {
    const batch: Message[] = [];
    const size = this.prng.small(MAX_BATCH);
    while (batch.length < size && this.visible.length > 0)
      batch.push(this.visible.splice(this.prng.int(0, this.visible.length - 1), 1)[0]!);
    if (batch.length > 0) this.deliver(batch);
  }
}
