/** Bounds of requests, for the schemas, the handlers and the client. */

/** Entries on one page. */
export const MAX_LIST_LIMIT = 1000;
/** Directories in one list-many request. */
export const MAX_LIST_PREFIXES = 100;
/** Levels of directories below the one whose usage is asked for. No key has more. */
export const MAX_USAGE_DEPTH = 1024;
/** Children in one answer about usage. */
export const MAX_USAGE_CHILDREN = 1000;
/** Keys in one stat-many request. */
export const MAX_STAT_KEYS = 1000;
/** Keys, and likewise prefixes, in one invalidation. */
export const MAX_INVALIDATION_KEYS = 1000;
/** Of a request body, bytes as sent by the caller. */
export const MAX_BODY_BYTES = 1024 * 1024;
