/** Every bound of the S3 adapter. Times in ms. */

export const CONNECT_TIMEOUT_MS = 1_000;
/** One attempt: a LIST of 1,000 keys takes 20 to 100 ms, up to seconds over tombstones. */
export const ATTEMPT_TIMEOUT_MS = 3_000;
export const MAX_ATTEMPTS = 3;
/** One command with its retries and pauses, its answer's body included; well below the 30 s an HTTP API waits. */
export const COMMAND_BUDGET_MS = 10_000;
if (COMMAND_BUDGET_MS < ATTEMPT_TIMEOUT_MS * MAX_ATTEMPTS)
  throw new Error('the budget must hold every attempt');

/** Times that a 200 whose body makes no sense is asked for again: S3 documents that it may happen. */
export const NONSENSE_RETRIES = 1;

/** Pages that a peek follows while they are empty but not the last. */
export const MAX_EMPTY_PAGES = 10;

/** Names in a page, and pages, in which one directory is looked for among those that start like it. */
export const SHOWN_PAGE = 100;
export const MAX_SHOWN_PAGES = 3;

/** Parallel requests of one instance to one endpoint. */
export const MAX_SOCKETS = 100;
