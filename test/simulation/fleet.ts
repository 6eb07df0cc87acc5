/** The live instances and their deaths. */
import {
  type Factory,
  type InvalidatorLambda,
  type ReaderLambda,
  startInvalidator,
  startReader,
} from './lambdas.ts';
import { WORLD } from './scheduler.ts';

/** The live instances; a new one replaces each that dies. */
export class Fleet {
  readonly readers: ReaderLambda[] = [];
  readonly invalidators: InvalidatorLambda[] = [];
  private started = 0;
  private readonly factory: Factory;

  constructor(factory: Factory, readers: number, invalidators: number) {
    this.factory = factory;
    for (let i = 0; i < readers; i += 1) this.readers.push(startReader(factory, this.nextName('reader')));
    for (let i = 0; i < invalidators; i += 1)
      this.invalidators.push(startInvalidator(factory, this.nextName('invalidator')));
  }

  /** Kills the instance after a while, if the seed says so. */
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

  /** Replaces all by instances with the newest settings, each after `soon`; the old ones finish their questions. */
  replaceAll(soon: (run: () => void) => void): void {
    for (const [at] of this.readers.entries())
      soon(() => {
        this.readers[at] = startReader(this.factory, this.nextName('reader'));
      });
    for (const [at] of this.invalidators.entries())
      soon(() => {
        this.invalidators[at] = startInvalidator(this.factory, this.nextName('invalidator'));
      });
  }

  private nextName(kind: string): string {
    this.started += 1;
    return `${kind}-${this.started}`;
  }
}
