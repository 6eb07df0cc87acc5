/**
 * Everything that applying a change needs. There are no bucket settings, because the heads and the bucket's item
 * contain the necessary data.
 */

import type { Clock, Waiter } from '../ports/clock.ts';
import type { IndexTable } from '../ports/index-table.ts';
import type { Telemetry } from '../ports/telemetry.ts';

export interface ChangeContext {
  table: IndexTable;
  clock: Clock;
  waiter: Waiter;
  telemetry: Telemetry;
  settings: {
    clockMarginMs: number;
    /** Default: KEEP_SLACK_MS. */
    keepSlackMs?: number;
  };
}
