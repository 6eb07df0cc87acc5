/** All limits of the table adapter. Relations between them are asserted. Times are in ms. */

/** A TCP connection inside one region takes a few ms. */
export const CONNECT_TIMEOUT_MS = 250;
/**
 * Time limit of one attempt. DynamoDB's p99 is below 20 ms, but the timeout also runs while this process is busy:
 * during a cold start, or on a machine that it shares with a local DynamoDB.
 */
export const ATTEMPT_TIMEOUT_MS = 1_000;
export const MAX_ATTEMPTS = 2;
/** Time limit of one command with its retries, including the response's body. After that, S3 is asked instead. */
export const COMMAND_BUDGET_MS = 2_500;
if (COMMAND_BUDGET_MS < ATTEMPT_TIMEOUT_MS * MAX_ATTEMPTS)
  throw new Error('the budget must allow for every attempt');

/**
 * Maximum number of commands that one instance runs at the same time. The time budget of a command starts only when it
 * runs, so that many simultaneous requests are not mistaken for an outage.
 */
export const MAX_IN_FLIGHT = 16;
/** One socket for each command, and spare ones for commands that were just abandoned. */
export const MAX_SOCKETS = 50;
if (MAX_SOCKETS < MAX_IN_FLIGHT) throw new Error('a command must not wait for a socket within its budget');

/** The limit of BatchGetItem. */
export const BATCH_GET_KEYS = 100;
/** How often unprocessed keys are requested again, and the first pause before that. The pause doubles each time. */
export const UNPROCESSED_RETRIES = 4;
export const UNPROCESSED_PAUSE_MS = 20;

/** Maximum number of 1 MB pages that are read for one range. The result says that the rest was not read. */
export const MAX_QUERY_PAGES = 64;

/** How often a conditional write is retried after another writer changed the item. */
export const MAX_WRITE_RACES = 8;

/** Misses are counted within this time window. */
export const MISS_WINDOW_MS = 3_600_000;

/**
 * If a bucket has more floors than PRUNE_ABOVE_FLOORS, unnecessary ones are removed. If more than MAX_FLOORS are
 * left, all of them are merged into one.
 */
export const PRUNE_ABOVE_FLOORS = 32;
export const MAX_FLOORS = 500;
/** Every instance reads the bucket's item once a second, and 64 KB cost 16 read units. */
export const MAX_FLOOR_BYTES = 64 * 1024;
/** Maximum number of floors that one update removes. An expression may contain at most 300 operators. */
export const FLOORS_PER_REMOVAL = 100;

/**
 * Expiries are rounded up to a multiple of this. An observation and a mark made under one watch then have the same
 * expiry, so that neither write is refused because of the other's expiry.
 */
export const EXPIRY_GRAIN_SECONDS = 3_600;
