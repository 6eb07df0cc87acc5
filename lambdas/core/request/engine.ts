/** What every part of reading works with: the ports, the settings and what this instance keeps in memory. */

import type { Clock, Waiter } from '../ports/clock.ts';
import type { DecodedCache } from '../ports/decoded-cache.ts';
import type { IndexTable } from '../ports/index-table.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Random } from '../ports/random.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { createIndexState, type IndexState } from './bucket-state.ts';

export interface CoreSettings {
  /** How far apart the clocks of two instances may be, ms. */
  clockMarginMs: number;
  /** A question starts no S3 call after this long, ms. */
  requestBudgetMs: number;
}

export interface ReaderDeps {
  store: ObjectStore;
  table: IndexTable;
  clock: Clock;
  waiter: Waiter;
  random: Random;
  telemetry: Telemetry;
  decoded: DecodedCache;
  settings: CoreSettings;
}

export interface Engine extends ReaderDeps {
  state: IndexState;
  flights: SingleFlight;
  /** Fill leases this instance took and no longer needs, by their end. */
  endedLeases: Set<number>;
}

export function createEngine(deps: ReaderDeps): Engine {
  return { ...deps, state: createIndexState(deps), flights: new SingleFlight(), endedLeases: new Set() };
}

/** Calls under way in this instance, so that equal ones are made once. */
export class SingleFlight {
  readonly #underWay = new Map<string, Promise<unknown>>();

  /** The call under this key that is under way, or a new one. `joined` tells which. */
  fly<T>(key: string, call: () => Promise<T>): { joined: boolean; result: Promise<T> } {
    const underWay = this.#underWay.get(key) as Promise<T> | undefined;
    if (underWay) return { joined: true, result: underWay };
    const result = call().finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, result);
    return { joined: false, result };
  }
}
