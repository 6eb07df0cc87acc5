/**
 * Several concurrent workers of fills, over the model in memory: the real consumer, a queue with a visibility
 * timeout, duplicates and dead letters, and workers that are killed.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { FILL_MAX_RECEIVES } from '../../lambdas/core/model/fill-job.ts';
import type { FillMessage } from '../../lambdas/core/ports/fill-queue.ts';
import type { IndexTable } from '../../lambdas/core/ports/index-table.ts';
import { createInstance } from '../../lambdas/core/request/instance.ts';
import { createFillConsumer, type FillConsumer } from '../../lambdas/fills/consumer.ts';
import { messageText } from '../../lambdas/fills/message.ts';
import { FillWorld, type FillWorldOptions } from './fill-world.ts';

const VISIBILITY_MS = 180_000;

interface Sent {
  message: FillMessage;
  receives: number;
  visibleAt: number;
}

export interface CrewOptions extends FillWorldOptions {
  workers: number;
  random: () => number;
  /** The share of the messages that arrive twice. */
  doubled: number;
  /** The share of the calls at which a worker is killed, before or after their effect. */
  killed: { fills: number; table: number };
}

type Mortal = <T extends object>(port: T, killed: number) => T;

export class FillCrew extends FillWorld {
  readonly sent: Sent[] = [];
  readonly deadLetters: FillMessage[] = [];
  deliveries = 0;
  kills = 0;
  readonly #crew: CrewOptions;
  #busy = 0;
  #names = 0;

  constructor(options: CrewOptions) {
    super(options);
    this.#crew = options;
  }

  protected override send(message: FillMessage): void {
    const copies = this.#crew.random() < this.#crew.doubled ? 2 : 1;
    for (let i = 0; i < copies; i++) this.sent.push({ message, receives: 0, visibleAt: this.now });
  }

  /** Runs the workers until the queue is empty and no worker is busy. */
  async work(): Promise<void> {
    await Promise.all(Array.from({ length: this.#crew.workers }, () => this.#loop()));
  }

  async #loop(): Promise<void> {
    while (this.sent.length > 0 || this.#busy > 0) {
      const at = this.sent.findIndex(({ visibleAt }) => visibleAt <= this.now);
      if (at >= 0) await this.#deliver(this.sent.splice(at, 1)[0]!);
      else if (this.#busy > 0) await turn();
      else this.now = Math.min(...this.sent.map(({ visibleAt }) => visibleAt));
    }
  }

  async #deliver(sent: Sent): Promise<void> {
    const receives = sent.receives + 1;
    this.deliveries++;
    this.#busy++;
    const done = await Promise.race(this.#invocation({ ...sent, receives }));
    this.#busy--;
    if (done) return;
    if (receives < FILL_MAX_RECEIVES)
      this.sent.push({ ...sent, receives, visibleAt: this.now + VISIBILITY_MS });
    else this.deadLetters.push(sent.message);
  }

  /** Two promises: the work itself, and the death of its worker. After the death, none of its calls returns. */
  #invocation({ message, receives }: Sent): Promise<boolean>[] {
    const death = Promise.withResolvers<boolean>();
    const mortal: Mortal = (port, killed) =>
      new Proxy(port, {
        get: (target, name) => {
          const found: unknown = Reflect.get(target, name);
          return typeof found === 'function' ? this.#mortal(found.bind(target), { killed, death }) : found;
        },
      });
    const attributes = { ApproximateReceiveCount: String(receives) };
    const record = { messageId: 'message', body: messageText(message), attributes };
    const work = this.#consumer(mortal)({ Records: [record as never] });
    return [death.promise, work.then(({ batchItemFailures }) => batchItemFailures.length === 0)];
  }

  #mortal<A extends unknown[], R>(
    call: (...args: A) => R,
    { killed, death }: { killed: number; death: PromiseWithResolvers<boolean> },
  ) {
    let isDead = false;
    death.promise.then(() => {
      isDead = true;
    });
    const die = (): Promise<never> => {
      this.kills++;
      death.resolve(false);
      return new Promise(() => {});
    };
    return (...args: A): R | Promise<Awaited<R>> => {
      if (isDead) return new Promise(() => {});
      if (this.#crew.random() >= killed) return call(...args);
      if (this.#crew.random() < 0.5) return die();
      return Promise.resolve(call(...args)).then(die);
    };
  }

  #consumer(mortal: Mortal): FillConsumer {
    const { killed } = this.#crew;
    const deps = this.newDeps();
    const random = { id: () => `crew-${this.#names++}` };
    const fills = this.#crew.fills?.(this.fillTable) ?? this.fillTable;
    return createFillConsumer({
      worker: {
        instance: createInstance({
          ...deps,
          table: callsOf(deps.table, mortal(deps.table, killed.table)),
          random,
        }),
        fills: mortal(fills, killed.fills),
        queue: mortal({ send: async (message: FillMessage) => this.send(message) }, killed.fills),
        settings: { openRanges: 2 * this.#crew.workers, workMs: this.#crew.workMs ?? 20_000 },
      },
      buckets: new Map([[this.bucket.name, this.bucket]]),
      telemetry: deps.telemetry,
      log: { warn: () => {}, error: () => {} },
      functionGb: 1,
    });
  }
}

/** `canHold` is answered immediately and never kills. */
function callsOf(table: IndexTable, calls: IndexTable): IndexTable {
  return new Proxy(table, {
    get: (target, name) => Reflect.get(name === 'canHold' ? target : calls, name),
  });
}
