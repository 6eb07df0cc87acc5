/** What the suite of the index table gives to each of its parts. */
import type { Directory } from '../../../lambdas/core/model/names.ts';
import type { IndexTable } from '../../../lambdas/core/ports/index-table.ts';

export interface OpenTable {
  table: IndexTable;
  close(): Promise<void>;
}

export interface UnderTest {
  engine: string;
  /** To be called inside hooks and tests: the table is open then. */
  table(): IndexTable;
  freshBucket(): string;
  /** A directory of a bucket of its own. */
  fresh(prefix?: string): Directory;
  /** How often each property is tried. */
  runs: number;
}

export const HOUR_MS = 3_600_000;
/** The latest possible clock: no item is from the future, unless a test sets another clock. */
export const LATEST = Number.MAX_SAFE_INTEGER;
/** A time in 2026, so that times have a realistic number of digits. */
export const NOW = 1_790_000_000_000;
