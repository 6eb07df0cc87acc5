/** Every bound of the table adapter, and how they hang together. Times in ms. */

/** A TCP connection inside one region takes a few ms. */
export const CONNECT_TIMEOUT_MS = 250;
/**
 * One attempt. DynamoDB's p99 is below 20 ms, but the time also runs while this process is busy: a cold start, or a local
 * engine that shares its cores.
 */
export const ATTEMPT_TIMEOUT_MS = 1_000;
export const MAX_ATTEMPTS = 2;
/** One command with its retries, its answer's body included; then S3 is asked instead. */
export const COMMAND_BUDGET_MS = 2_500;
if (COMMAND_BUDGET_MS < ATTEMPT_TIMEOUT_MS * MAX_ATTEMPTS)
  throw new Error('the budget must hold every attempt');

/** Commands of one instance under way at once; others wait before their time begins to run, so a crowd is not an outage. */
export const MAX_IN_FLIGHT = 16;
/** A socket for each of them, and room for those that are being given up. */
export const MAX_SOCKETS = 50;
if (MAX_SOCKETS < MAX_IN_FLIGHT) throw new Error('a command must not wait for a socket while its time runs');

/** BatchGetItem's own bound. */
export const BATCH_GET_KEYS = 100;
/** Times that unprocessed keys are asked for again, and the first pause before it; it doubles. */
export const UNPROCESSED_RETRIES = 4;
export const UNPROCESSED_PAUSE_MS = 20;

/** Pages (of 1 MB) that one range is read for; what lies beyond is reported as not read. */
export const MAX_QUERY_PAGES = 64;

/** Times that a conditional write is tried against what others wrote in between. */
export const MAX_WRITE_RACES = 8;

/** Misses are counted within this time. */
export const MISS_WINDOW_MS = 3_600_000;

/** Floors one bucket holds before old ones are looked for, and before all collapse into one of the whole bucket. */
export const PRUNE_ABOVE_FLOORS = 32;
export const MAX_FLOORS = 500;
/** The bucket's item is read by every instance each second: 64 KB are 16 read units. */
export const MAX_FLOOR_BYTES = 64 * 1024;
/** Floors removed by one update; an expression holds at most 300 operators. */
export const FLOORS_PER_REMOVAL = 100;

/**
 * Expiries are rounded up to this, so that an observation and a mark made under one watch write the same expiry and
 * neither write is refused for the sake of the other's.
 */
export const EXPIRY_GRAIN_SECONDS = 3_600;
