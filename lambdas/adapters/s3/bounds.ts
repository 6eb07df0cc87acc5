/** All limits of the S3 adapter. Times are in ms. */

export const CONNECT_TIMEOUT_MS = 1_000;
/**
 * Time limit of one attempt. A LIST of 1,000 keys takes 20 to 100 ms; with many delete markers, up to some seconds.
 */
export const ATTEMPT_TIMEOUT_MS = 3_000;
export const MAX_ATTEMPTS = 3;
/**
 * Time limit of one command with its retries and pauses, including the response's body. It is well below the 30 s
 * that an HTTP API waits.
 */
export const COMMAND_BUDGET_MS = 10_000;
if (COMMAND_BUDGET_MS < ATTEMPT_TIMEOUT_MS * MAX_ATTEMPTS)
  throw new Error('the budget must allow for every attempt');

/**
 * How often a request is repeated after a 200 with an invalid body. S3's documentation says that such responses are
 * possible.
 */
export const INVALID_RESPONSE_RETRIES = 1;

/** Maximum number of pages that a peek reads while they are empty but truncated. */
export const MAX_EMPTY_PAGES = 10;

/**
 * For finding one directory among the names that start with its stem: the number of names in a page, and of pages.
 */
export const SHOWN_PAGE = 100;
export const MAX_SHOWN_PAGES = 3;

/** Maximum number of parallel requests from one instance to one endpoint. */
export const MAX_SOCKETS = 100;
