/**
 * Fills over the model in memory: their table, their queue (at-least-once delivery in any order), and workers that
 * may be killed.
 */
import { createFills } from '../../lambdas/core/fills/fills.ts';
import { type Worked, workOn } from '../../lambdas/core/fills/work-on-range.ts';
import type { FillJob, FillName, FillProgress } from '../../lambdas/core/model/fill-job.ts';
import type { FillMessage } from '../../lambdas/core/ports/fill-queue.ts';
import type { FillTable } from '../../lambdas/core/ports/fill-table.ts';
import { IndexUnavailable } from '../../lambdas/core/ports/index-table.ts';
import { createInstance } from '../../lambdas/core/request/instance.ts';
import { createMemoryFills } from './memory/fills.ts';
import { World, type WorldOptions } from './world.ts';

/** Thrown where the worker's process is killed: none of its code runs any more. */
export class Killed extends Error {
  override name = 'Killed';
}

export interface FillWorldOptions extends WorldOptions {
  /** Random numbers between 0 and 1, which decide order, kills and duplicates. */
  random?: () => number;
  /** The share of deliveries that are duplicated. */
  doubled?: number;
  /** Wraps one worker's table of fills. */
  fills?: (fills: FillTable) => FillTable;
  workMs?: number;
  openRanges?: number;
}

export class FillWorld extends World {
  readonly fillTable = createMemoryFills();
  readonly messages: FillMessage[] = [];
  /** How each delivery ended. */
  readonly worked: (Worked['outcome'] | 'killed' | 'table down')[] = [];
  readonly #options: FillWorldOptions;
  #ids = 0;

  constructor(options: FillWorldOptions = {}) {
    super(options);
    this.#options = options;
  }

  get #queue() {
    return { send: async (message: FillMessage) => this.send(message) };
  }

  protected send(message: FillMessage): void {
    this.messages.push(message);
  }

  readonly #unique = { id: () => `u${this.#ids++}` };

  get fills() {
    const clock = { now: () => this.now };
    return createFills({ fills: this.fillTable, queue: this.#queue, clock, random: this.#unique });
  }

  async begin(prefix: string, recursive = true): Promise<FillName> {
    const begun = await this.fills.begin({ bucket: this.bucket, prefix, recursive });
    if (begun.outcome === 'failed') throw new Error(begun.detail);
    return begun.value;
  }

  async progress(fill: FillName): Promise<FillProgress> {
    const found = await this.fills.progress(await this.job(fill));
    if (found.outcome === 'failed') throw new Error(found.detail);
    return found.value;
  }

  async job(fill: FillName): Promise<FillJob> {
    const found = await this.fills.find(fill);
    if (found.outcome === 'failed' || !found.value) throw new Error('no such fill');
    return found.value;
  }

  /** Delivers one message to a worker. A message that was not finished is delivered again. */
  async deliver1(): Promise<void> {
    const { random = () => 0, doubled = 0, fills = (it: FillTable) => it } = this.#options;
    const at = Math.floor(random() * this.messages.length);
    const [message] = this.messages.splice(at, 1);
    if (!message) return;
    if (random() < doubled) this.messages.push(message);
    const worker = {
      instance: createInstance({ ...this.newDeps(), random: this.#unique }),
      fills: fills(this.fillTable),
      queue: this.#queue,
      settings: { openRanges: this.#options.openRanges ?? 8, workMs: this.#options.workMs ?? 1_000 },
    };
    try {
      const { outcome } = await workOn(worker, this.bucket, message);
      this.worked.push(outcome);
      if (outcome === 'again') this.messages.push(message);
    } catch (error) {
      if (!(error instanceof Killed) && !(error instanceof IndexUnavailable)) throw error;
      this.worked.push(error instanceof Killed ? 'killed' : 'table down');
      this.messages.push(message);
    }
  }

  /** Delivers until the queue is empty. Calls `seen` after each delivery. */
  async drain(seen: () => Promise<void> = async () => {}, most = 5_000): Promise<void> {
    for (let i = 0; this.messages.length > 0; i++) {
      if (i === most) throw new Error(`the queue is not empty after ${most} deliveries`);
      await this.deliver1();
      await seen();
    }
  }
}
