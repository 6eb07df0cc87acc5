/** The times of emptying a table. Relations between them are asserted. */
import { MAX_CLOCK_MARGIN_MS } from '../../lambdas/adapters/env.ts';
import { FLOOR_CACHE_MS } from '../../lambdas/core/model/bucket-item.ts';
import { KEEP_SLACK_MS } from '../../lambdas/core/model/life.ts';

/** Time limit of one attempt, and the number of attempts that the SDK makes. */
export const ATTEMPT_TIMEOUT_MS = 10_000;
export const MAX_ATTEMPTS = 3;
/** The SDK's pauses between its attempts are shorter. */
const SDK_PAUSES_MS = 5_000;

/** How long a lock lasts after it was set or renewed. */
export const LOCK_MS = 24 * 3_600_000;
/**
 * The time after which a lock is safe. By then every instance has read the bucket's item again, including the clock
 * margin, and every request that began before the lock has ended. A request that has already read a page could
 * otherwise miss its mark, if the mark were deleted before the request reads it.
 */
export const LOCK_KNOWN_MS = FLOOR_CACHE_MS + MAX_CLOCK_MARGIN_MS + KEEP_SLACK_MS;
/** A deletion is sent only if the locks were renewed within this time (twice as long if the clock is set back). */
export const RENEWED_WITHIN_MS = 10_000;
/**
 * Another run waits for LOCK_KNOWN_MS after it has taken a lock, and then deletes items and begins a new epoch. Until
 * then, this run has noticed that it lost the lock, and its last deletion has ended.
 */
if (LOCK_KNOWN_MS < 2 * RENEWED_WITHIN_MS + ATTEMPT_TIMEOUT_MS * MAX_ATTEMPTS + SDK_PAUSES_MS)
  throw new Error('a deletion must end before another run deletes');

/**
 * Retries of a call that DynamoDB throttles. The pause doubles up to the longest one, so a call is given up after half
 * a minute without progress.
 */
export const MAX_RETRIES = 12;
export const FIRST_PAUSE_MS = 50;
export const LONGEST_PAUSE_MS = 5_000;
