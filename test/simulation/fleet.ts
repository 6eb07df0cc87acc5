/** The live instances and their deaths. */
import { type FillWorkerLambda, startFillWorker } from './fills/worker.ts';
import {
  type Factory,
  type InvalidatorLambda,
  type ReaderLambda,
  startInvalidator,
  startReader,
} from './lambdas.ts';
import { WORLD } from './scheduler.ts';

/** The live instances. Each instance that dies is replaced by a new one. */
export class Fleet {
  readonly readers: ReaderLambda[] = [];
  readonly invalidators: InvalidatorLambda[] = [];
  /** Workers of fills. A seed without fills has none. */
  readonly workers: FillWorkerLambda[] = [];
  private started = 0;
  private readonly factory: Factory;

  constructor(
    factory: Factory,
    { readers, invalidators, workers }: { readers: number; invalidators: number; workers: number },
  ) {
    this.factory = factory;
    for (let i = 0; i < readers; i += 1) this.readers.push(startReader(factory, this.nextName('reader')));
    for (let i = 0; i < invalidators; i += 1)
      this.invalidators.push(startInvalidator(factory, this.nextName('invalidator')));
    for (let i = 0; i < workers; i += 1) this.workers.push(startFillWorker(factory, this.nextName('worker')));
  }

  /** If the seed says so, kills the instance after a while. */
  mayCrashReader(lambda: ReaderLambda): void {
    const { around, prng } = this.factory;
    if (!around.faults.strikes('readerCrash')) return;
    around.scheduler.after(prng.int(0, 12), WORLD, () => {
      const at = this.readers.indexOf(lambda);
      if (at < 0) return;
      lambda.die();
      this.readers[at] = startReader(this.factory, this.nextName('reader'));
    });
  }

  mayCrashInvalidator(lambda: InvalidatorLambda): void {
    const { around, prng } = this.factory;
    if (!around.faults.strikes('invalidatorCrash')) return;
    around.scheduler.after(prng.int(0, 12), WORLD, () => {
      const at = this.invalidators.indexOf(lambda);
      if (at < 0) return;
      lambda.instance.crash();
      this.invalidators[at] = startInvalidator(this.factory, this.nextName('invalidator'));
    });
  }

  mayCrashWorker(lambda: FillWorkerLambda): void {
    const { around, fillPrng } = this.factory;
    if (!around.faults.strikes('workerCrash')) return;
    around.scheduler.after(fillPrng.int(0, 30), WORLD, () => {
      const at = this.workers.indexOf(lambda);
      if (at < 0) return;
      lambda.instance.crash();
      this.workers[at] = startFillWorker(this.factory, this.nextName('worker'));
    });
  }

  /**
   * Replaces all instances by instances with the newest settings, at the times that `soon` chooses. The old instances
   * finish their questions.
   */
  replaceAll(soon: (run: () => void) => void): void {
    for (const [at] of this.readers.entries())
      soon(() => {
        this.readers[at] = startReader(this.factory, this.nextName('reader'));
      });
    for (const [at] of this.invalidators.entries())
      soon(() => {
        this.invalidators[at] = startInvalidator(this.factory, this.nextName('invalidator'));
      });
    for (const [at] of this.workers.entries())
      soon(() => {
        this.workers[at] = startFillWorker(this.factory, this.nextName('worker'));
      });
  }

  private nextName(kind: string): string {
    this.started += 1;
    return `${kind}-${this.started}`;
  }
}
