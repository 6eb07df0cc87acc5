/** Runs one seed until all activity has ended; then every answer must equal S3. */
import type { Counts } from './asking.ts';
import { nextEndMs, runClient } from './client.ts';
import { Deliveries } from './deliveries.ts';
import type { Faults } from './faults.ts';
import { runFillClients } from './fills/client.ts';
import { startFillDeliveries } from './fills/deliveries.ts';
import { startGremlins } from './gremlins.ts';
import { type Quiet, settle } from './settle.ts';
import type { Trace } from './trace.ts';
import { Violation } from './violation.ts';
import { createWorld, type SeedOptions, type World } from './world.ts';

/** The busiest focus takes somewhat more than 100,000 steps. More steps than this mean an endless loop. */
const MAX_STEPS = 400_000;

export interface Outcome {
  seed: number;
  violation: Violation | undefined;
  steps: number;
  events: number;
  writes: number;
  counts: Counts;
  quiet: Quiet;
  faults: Faults;
  trace: Trace;
}

export async function runSeed(seed: number, options: SeedOptions = {}): Promise<Outcome> {
  const world = createWorld(seed, options);
  const { around, s3 } = world.factory;
  const run = new Run(world);
  await run.toItsEnd();
  return {
    seed,
    violation: run.violation,
    steps: around.scheduler.steps,
    events: world.queue.sent,
    writes: [...s3.values()].reduce((sum, { seq }) => sum + seq, 0),
    counts: world.counts,
    quiet: run.quiet,
    faults: around.faults,
    trace: around.trace,
  };
}

class Run {
  violation: Violation | undefined;
  readonly quiet: Quiet = { asked: 0, hits: 0 };
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  async toItsEnd(): Promise<void> {
    const { world } = this;
    const { workload, factory, fleet, askings, queue, writers, deploys } = world;
    const { scheduler, faults, trace } = factory.around;
    const knowledge = new Map(askings.map((asking) => [asking.bucket, asking.knowledge]));
    new Deliveries(factory, fleet, queue, knowledge).start(this.fail);
    startFillDeliveries(factory, fleet, this.fail);
    for (const each of writers) {
      each.fill();
      each.start((choices) => nextEndMs(factory, choices));
    }
    const gremlins = startGremlins(factory, fleet, [...knowledge.values()], workload.chaosMs);
    deploys.start(workload.deploys, workload.chaosMs);
    const clients = Array.from({ length: workload.clients }, () => runClient(world));
    const fillClients = this.ended(runFillClients(world));
    await this.until('a question', this.ended(Promise.all(clients)));
    faults.on = false;
    trace.note(scheduler.nowMs, 'seed', () => 'no more faults');
    deploys.finish();
    await this.until('a fill', fillClients);
    await this.until('an event', () => {
      const isQuiet = !deploys.isUnderWay && !gremlins.isEmptying;
      return isQuiet && writers.every(({ left }) => left === 0) && queue.open === 0;
    });
    if (!this.violation)
      await this.until('a question when all is quiet', this.ended(settle(world, this.quiet)));
  }

  private async until(what: string, done: () => boolean): Promise<void> {
    if (this.violation) return;
    const end = await this.world.factory.around.scheduler.run(
      () => this.violation !== undefined || done(),
      MAX_STEPS,
    );
    if (end === 'done') return;
    this.fail(
      new Violation(
        'hang',
        `${what} ${end === 'idle' ? 'waits for something that never happens' : 'never ends'}`,
      ),
    );
  }

  private ended(work: Promise<unknown>): () => boolean {
    let over = false;
    work.then(() => {
      over = true;
    }, this.fail);
    return () => over;
  }

  private readonly fail = (error: unknown): void => {
    this.violation ??=
      error instanceof Violation ? error : new Violation('harness', String((error as Error).stack));
  };
}
