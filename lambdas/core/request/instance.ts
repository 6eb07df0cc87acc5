/**
 * What one instance of the reader works with: its ports, its settings, and what it keeps in memory between questions.
 */
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
import { RememberedWatches } from './remembered-watches.ts';
import { SingleFlight } from './single-flight.ts';

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

export interface Instance extends ReaderDeps {
  bucketItems: BucketItems;
  /**
   * Numbers what this instance begins: which of two things came first is not for a clock to say that may be set back.
   */
  sequence: { next(): number };
  fills: SingleFlight<Flown>;
  /** Names that changed without a mark, oldest first: were their events lost, or are they late? */
  suspicions: Suspicion[];
  watches: RememberedWatches;
  /** Fill leases this instance took and no longer needs, by their end. */
  endedLeases: Set<number>;
}

/** A name that S3 lists otherwise than before, and of which no event is recorded since `since`. */
export interface Suspicion {
  directory: Directory;
  name: string;
  how: ChangedName['how'];
  since: number;
  noticedAt: number;
}

/** A fill that several questions of this instance may wait for. */
export interface Flown {
  filled: GapFilled | Failed;
  /** The question that filled was out of time or money, which says nothing about S3. */
  gaveUp: boolean;
  /** The epoch it was observed under. */
  epoch: string;
}

/** A gap was listed. */
export interface Filled {
  outcome: 'filled';
  page: CachedPage;
  /** S3's token to go on with, when the page ends where the LIST ended. */
  token?: string;
  /** The page is in the index now. */
  stored: boolean;
  /** Drawn from the sequence before the LIST was sent. */
  sentNumber: number;
}

/** `waited`: another instance filled; read the index again. */
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
    endedLeases: new Set(),
  };
}
