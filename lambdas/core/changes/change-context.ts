/** What applying a change works with. */

import type { ServedBucket } from '../model/served-bucket.ts';
import type { Clock, IndexTable, Telemetry, Waiter } from '../ports.ts';
import type { LiveWatches } from './live-watches.ts';

export interface ChangeDeps {
  table: IndexTable;
  clock: Clock;
  waiter: Waiter;
  telemetry: Telemetry;
  buckets: readonly ServedBucket[];
  settings: { clockMarginMs: number };
}

export interface ChangeContext extends ChangeDeps {
  watches: LiveWatches;
}
