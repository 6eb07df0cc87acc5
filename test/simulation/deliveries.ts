/** Delivers batches of events to invalidators and records which events were processed. */
import type { Applied } from '../../lambdas/core/model/change.ts';
import type { Fleet } from './fleet.ts';
import type { Instance } from './instance.ts';
import type { Knowledge } from './knowledge.ts';
import type { Factory, InvalidatorLambda } from './lambdas.ts';
import type { Message, Queue } from './queue.ts';
import { WORLD } from './scheduler.ts';
import { Violation } from './violation.ts';

/** How often the queue checks whether the invalidator with a batch has died. */
const VISIBILITY_MS = 30;

export class Deliveries {
  private readonly factory: Factory;
  private readonly fleet: Fleet;
  private readonly queue: Queue;
  private readonly knowledge: ReadonlyMap<string, Knowledge>;

  constructor(factory: Factory, fleet: Fleet, queue: Queue, knowledge: ReadonlyMap<string, Knowledge>) {
    this.factory = factory;
    this.fleet = fleet;
    this.queue = queue;
    this.knowledge = knowledge;
  }

  /** Starts the deliveries: each batch goes to some invalidator. `fail` is called with a violation. */
  start(fail: (error: unknown) => void): void {
    this.queue.deliver = (batch) => {
      const lambda = this.factory.prng.pick(this.fleet.invalidators);
      this.fleet.mayCrashInvalidator(lambda);
      let settled = false;
      const settle = () => {
        settled = true;
      };
      this.process(lambda, batch).then(settle, fail);
      this.watchOver(lambda.instance, batch, () => settled);
    };
  }

  private async process({ instance, inside, applier }: InvalidatorLambda, batch: Message[]): Promise<void> {
    instance.note(
      () => `receives ${batch.map(({ seq, key }) => `event ${seq} of ${JSON.stringify(key)}`).join(', ')}`,
    );
    inside.receivedAtMs = instance.now();
    inside.eventAtMs = Math.min(...batch.map(({ saidMs }) => saidMs));
    const changes = batch.map(({ change }) => change);
    const results = await applier.apply(changes, inside.receivedAtMs);
    if (results.length !== batch.length) throw new Violation('throw', 'not one result for each change');
    for (const [i, result] of results.entries()) {
      instance.note(
        () => `event ${batch[i]!.seq}: ${result.status === 'fulfilled' ? result.value : result.reason}`,
      );
      this.conclude(batch[i]!, result);
    }
  }

  private conclude(message: Message, result: PromiseSettledResult<Applied>): void {
    if (result.status === 'rejected') {
      if (result.reason?.name !== 'IndexUnavailable')
        throw new Violation('throw', String(result.reason?.stack));
      this.queue.retry(message);
      return;
    }
    const knowledge = this.knowledge.get(message.change.bucket)!;
    if (message.change.kind === 'subscribed') knowledge.learnSubscribed(message.seq);
    else knowledge.learnKey(message.key, message.seq, message.change.kind === 'altered');
    if (this.factory.around.faults.strikes('receiptLost')) this.queue.retry(message);
    else this.queue.confirm();
  }

  /** Acts as the visibility timeout: the batch of a dead invalidator is delivered again. */
  private watchOver(instance: Instance, batch: Message[], settled: () => boolean): void {
    this.factory.around.scheduler.after(VISIBILITY_MS, WORLD, () => {
      if (settled()) return;
      if (instance.alive) this.watchOver(instance, batch, settled);
      else for (const message of batch) this.queue.retry(message);
    });
  }
}
