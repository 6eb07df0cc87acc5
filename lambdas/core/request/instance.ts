/** What one instance of the reader uses: its ports, its settings, and its memory between questions. */
import { BoundedSet } from '../../../shared/bounded-set.ts';
import type { CachedPage } from '../model/cached-page.ts';
import type { ChangedName } from '../model/changed-names.ts';
import type { Directory } from '../model/names.ts';
import type { Clock, Waiter } from '../ports/clock.ts';
import type { DecodedCache } from '../ports/decoded-cache.ts';
import type { IndexTable } from '../ports/index-table.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Random } from '../ports/random.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import type { Failed } from '../questions/answer.ts';
import { type BucketItems, createBucketItems } from './bucket-items.ts';
import { Outage } from './outage.ts';
import { RememberedWatches } from './remembered-watches.ts';
import { SingleFlight } from './single-flight.ts';
import { TableHealth } from './table-health.ts';

/** The most ends of own leases, and the most scopes with entries, that are remembered. */
const ENDED_LEASES_MAX = 1_000;
const MET_FILLED_MAX = 10_000;
const RENTED_MAX = 10_000;

export interface CoreSettings {
  /** How far apart the clocks of two instances may be, ms. */
  clockMarginMs: number;
  /** After this time, a question starts no more S3 calls, ms. */
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

export interface Instance extends ReaderDeps {
  bucketItems: BucketItems;
  /**
   * Numbers for what this instance begins. They show which of two things came first, even when the clock is set back.
   */
  sequence: { next(): number };
  fills: SingleFlight<SharedFill>;
  /** Names that changed without a mark, oldest first. Their events may be lost or only late. */
  suspicions: Suspicion[];
  watches: RememberedWatches;
  health: TableHealth;
  outage: Outage;
  /** Fill leases that this instance took and no longer needs, by the time they end. */
  endedLeases: BoundedSet<number>;
  /**
   * Scopes that this instance has listed or found entries in. It does not check whether they are known to be empty.
   */
  metFilled: BoundedSet<string>;
  /** Small questions about cold trees that stored nothing, with their number (origin/rent.ts). */
  rented: BoundedSet<string>;
}

/** A name that S3 lists differently than before, although no event about it was recorded since `since`. */
export interface Suspicion {
  directory: Directory;
  name: string;
  how: ChangedName['how'];
  since: number;
  noticedAt: number;
}

/** A fill that several questions of this instance can wait for. */
export interface SharedFill {
  filled: GapFilled | Failed;
  /** The question that ran the fill used up its time or its calls. This says nothing about S3. */
  gaveUp: boolean;
  /** The epoch of the observations. */
  epoch: string;
}

/** A gap was listed. */
export interface Filled {
  outcome: 'filled';
  page: CachedPage;
  /** S3's token for the next LIST, if the page ends where this LIST ended. */
  token?: string;
  /**
   * Resolves to whether the page is in the index. It is written while the question continues; the question ends after
   * it.
   */
  stored: Promise<boolean>;
  /** The number from the instance's sequence, taken before the LIST was sent. */
  sentNumber: number;
}

/** `waited`: another instance filled the gap, so the index must be read again. */
export type GapFilled = Filled | { outcome: 'waited' };

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
