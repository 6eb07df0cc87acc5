/** What applying a change works with. */

import type { ServedBucket } from '../model/served-bucket.ts';
import type { Clock, Waiter } from '../ports/clock.ts';
import type { IndexTable } from '../ports/index-table.ts';
import type { Telemetry } from '../ports/telemetry.ts';
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
