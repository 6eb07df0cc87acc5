/** The keys of one bucket that were written, and that the service does not know yet. */
import { batchesOf } from '../../contract/client/batches.ts';
import type { Reach, Written } from './own-writes.ts';

/** If more keys than this were written, the whole bucket must be invalidated. */
const MAX_KEYS = 10_000;

interface Debt {
  /** Epoch ms. After this time, the service uses no observation from before the write. */
  until: number;
}

export type Invalidation = { keys: string[] } | { all: true };

/** Sends an invalidation to the service. Returns false if the service did not accept it. */
export type Invalidate = (what: Invalidation) => Promise<boolean>;

export class Debts {
  /** Each write has an object of its own, so that invalidating an earlier write never settles a later one. */
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

  /**
   * Resolves after a round of invalidations that began after this call. Calls during a round share the next round.
   */
  settle(invalidate: Invalidate): Promise<void> {
    this.#nextRound ??= this.#round.then(() => {
      this.#nextRound = undefined;
      this.#round = this.#invalidateAll(invalidate);
      return this.#round;
    });
    return this.#nextRound;
  }

  async #invalidateAll(invalidate: Invalidate): Promise<void> {
    const all = this.#all;
    if (all !== undefined) {
      if (!(await invalidate({ all: true }))) return;
      if (this.#all === all) this.#all = undefined;
    }
    const sent = new Map(this.#byKey);
    for (const keys of batchesOf([...sent.keys()])) {
      if (!(await invalidate({ keys }))) return;
      for (const key of keys) if (this.#byKey.get(key) === sent.get(key)) this.#byKey.delete(key);
    }
  }
}
