/** The times of emptying a table. Relations between them are asserted. */
import { MAX_CLOCK_MARGIN_MS } from '../../lambdas/adapters/env.ts';
import { FLOOR_CACHE_MS } from '../../lambdas/core/model/bucket-item.ts';
import { KEEP_SLACK_MS } from '../../lambdas/core/model/life.ts';

/** Time limit of each part of an attempt: to connect, until the headers arrive, and for a pause in the body. */
export const ATTEMPT_TIMEOUT_MS = 10_000;
const ATTEMPT_PARTS = 3;
/** DynamoDB may make a write for this long after the attempt was given up without an answer. */
const LATE_WRITE_MS = 20_000;

/** How long a lock lasts after it was set or renewed. */
export const LOCK_MS = 24 * 3_600_000;
/**
 * The time after which a lock is safe. By then every instance has read the bucket's item again, including the clock
 * margin, and every request that began before the lock has ended. A request that has already read a page could
 * otherwise miss its mark, if the mark were deleted before the request reads it.
 */
export const LOCK_KNOWN_MS = FLOOR_CACHE_MS + MAX_CLOCK_MARGIN_MS + KEEP_SLACK_MS;
/**
 * Each attempt of a deletion is sent only if the locks were renewed within this time (twice as long if the clock is set
 * back).
 */
export const RENEWED_WITHIN_MS = 10_000;
/** By then, a deletion that had no answer was made, or never will be. */
const DELETION_ENDS_MS = ATTEMPT_PARTS * ATTEMPT_TIMEOUT_MS + LATE_WRITE_MS;
/**
 * Another run waits for LOCK_KNOWN_MS after it has taken a lock, and then deletes items and begins a new epoch. Until
 * then, this run has noticed that it lost the lock, and its last deletion has ended. The run itself waits as long after
 * its last deletion before it begins a new epoch.
 */
if (LOCK_KNOWN_MS < 2 * RENEWED_WITHIN_MS + DELETION_ENDS_MS)
  throw new Error('a deletion must end before another run deletes, and before a new epoch begins');

/**
 * A lock is not renewed if it would end within this time, because requests may already use the table, or use it before
 * they know of the new lock. The renewal itself takes time too.
 */
export const LOCK_ENDS_WITHIN_MS = LOCK_KNOWN_MS;
if (LOCK_ENDS_WITHIN_MS < FLOOR_CACHE_MS + MAX_CLOCK_MARGIN_MS + DELETION_ENDS_MS)
  throw new Error('a lock must be renewed before it ends');

/** After so many failures in a row (no answer, or an error of the server), a call is given up. */
export const MAX_FAILURES = 3;
/**
 * Retries of a call that DynamoDB throttles. The pause doubles up to the longest one, so a call is given up after half
 * a minute without progress.
 */
export const MAX_RETRIES = 12;
export const FIRST_PAUSE_MS = 50;
export const LONGEST_PAUSE_MS = 5_000;
