/** Keys of one bucket that were written and of which the service has not yet been told. */
import { batchesOf } from '../../contract/client/batches.ts';
import type { Reach, Written } from './own-writes.ts';

/** More than this, and the whole bucket is owed. */
const MAX_KEYS = 10_000;

interface Debt {
  /** Epoch ms; after it nothing observed before the write is served. */
  until: number;
}

export type Invalidation = { keys: string[] } | { all: true };

/** Tells the service; false: it did not take it. */
export type Tell = (what: Invalidation) => Promise<boolean>;

export class Debts {
  /** Each write is an object of its own, so that telling of an earlier one never settles a later one. */
  readonly #byKey = new Map<string, Debt>();
  #all: Debt | undefined;
  #round: Promise<void> = Promise.resolve();
  #nextRound: Promise<void> | undefined;

  get isEmpty(): boolean {
    return this.#all === undefined && this.#byKey.size === 0;
  }

  owe(written: Written, until: number): void {
    if (written === 'all' || this.#byKey.size + written.length > MAX_KEYS) {
      this.#byKey.clear();
      this.#all = { until };
      return;
    }
    for (const key of written) this.#byKey.set(key, { until });
  }

  touch(reach: Reach, now: number): boolean {
    for (const [key, { until }] of this.#byKey) if (until < now) this.#byKey.delete(key);
    if (this.#all !== undefined && this.#all.until < now) this.#all = undefined;
    if (this.#all !== undefined) return true;
    if ('key' in reach) return this.#byKey.has(reach.key);
    for (const key of this.#byKey.keys()) if (key.startsWith(reach.prefix)) return true;
    return false;
  }

  /** Resolves after a round of telling that began after this call. Those who come during a round share the next one. */
  settle(tell: Tell): Promise<void> {
    this.#nextRound ??= this.#round.then(() => {
      this.#nextRound = undefined;
      this.#round = this.#tellAll(tell);
      return this.#round;
    });
    return this.#nextRound;
  }

  async #tellAll(tell: Tell): Promise<void> {
    const all = this.#all;
    if (all !== undefined) {
      if (!(await tell({ all: true }))) return;
      if (this.#all === all) this.#all = undefined;
    }
    const sent = new Map(this.#byKey);
    for (const keys of batchesOf([...sent.keys()])) {
      if (!(await tell({ keys }))) return;
      for (const key of keys) if (this.#byKey.get(key) === sent.get(key)) this.#byKey.delete(key);
    }
  }
}
