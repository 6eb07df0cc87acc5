/** The parts of one instance of the reader: its ports, its settings, and its memory between questions. */
import { BoundedSet } from '../../../shared/bounded-set.ts';
import type { Clock, Waiter } from '../ports/clock.ts';
import type { DecodedCache } from '../ports/decoded-cache.ts';
import type { IndexTable } from '../ports/index-table.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Random } from '../ports/random.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { type BucketItems, createBucketItems } from './bucket-items.ts';
import type { SharedFill } from './filled.ts';
import { Outage } from './outage.ts';
import { RememberedWatches } from './remembered-watches.ts';
import { SingleFlight } from './single-flight.ts';
import type { Suspicion } from './suspicion.ts';
import { TableHealth } from './table-health.ts';

/** Maximum numbers of remembered leases that have ended, of scopes in `metFilled`, and of questions in `rented`. */
const ENDED_LEASES_MAX = 1_000;
const MET_FILLED_MAX = 10_000;
const RENTED_MAX = 10_000;

export interface CoreSettings {
  /** The allowed difference between the clocks of two instances, ms. */
  clockMarginMs: number;
  /** After this time, a question makes no more S3 calls, ms. */
  requestBudgetMs: number;
  /** Maximum number of objects in a part of a digest. Default: half of a LIST page. */
  digestObjects?: number;
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

export interface Instance extends ReaderDeps {
  bucketItems: BucketItems;
  /**
   * Increasing numbers for the things that this instance begins. They show which of two things was begun first, even
   * if the clock is set back.
   */
  sequence: { next(): number };
  fills: SingleFlight<SharedFill>;
  /** Names that changed without a mark, oldest first. Their events may be lost, or only late. */
  suspicions: Suspicion[];
  watches: RememberedWatches;
  health: TableHealth;
  outage: Outage;
  /** Fill leases that this instance took and whose fill has ended, by the time until which they last. */
  endedLeases: BoundedSet<number>;
  /**
   * Scopes about which this instance has answered, except that their parent does not list them. For them, it does not
   * check again whether the parent lists them.
   */
  metFilled: BoundedSet<string>;
  /** Small questions about cold trees for which nothing was stored, each with its number (origin/rent.ts). */
  rented: BoundedSet<string>;
}

export function createInstance(deps: ReaderDeps): Instance {
  let last = 0;
  return {
    ...deps,
    sequence: { next: () => ++last },
    bucketItems: createBucketItems(deps),
    fills: new SingleFlight(),
    suspicions: [],
    watches: new RememberedWatches(),
    health: new TableHealth(deps.clock),
    outage: new Outage(deps.waiter),
    endedLeases: new BoundedSet(ENDED_LEASES_MAX),
    metFilled: new BoundedSet(MET_FILLED_MAX),
    rented: new BoundedSet(RENTED_MAX),
  };
}
