/** What the suite of the index table passes to each of its parts. */
import type { Directory } from '../../../lambdas/core/model/names.ts';
import type { IndexTable } from '../../../lambdas/core/ports/index-table.ts';

export interface OpenTable {
  table: IndexTable;
  close(): Promise<void>;
}

export interface UnderTest {
  engine: string;
  /** Must be called inside hooks and tests, because the table is opened in a hook. */
  table(): IndexTable;
  freshBucket(): string;
  /** Returns a new directory in a bucket of its own. */
  fresh(prefix?: string): Directory;
  /** The number of runs of each property. */
  runs: number;
}

export const HOUR_MS = 3_600_000;
/**
 * The greatest possible time as the latest one, so that no item counts as being from the future unless a test sets
 * another time.
 */
export const LATEST = Number.MAX_SAFE_INTEGER;
/** A time in 2026, so that times have a realistic number of digits. */
export const NOW = 1_790_000_000_000;
