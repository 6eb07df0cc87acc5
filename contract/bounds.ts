/** Limits of requests, shared by the schemas, the handlers and the client. */

/** Maximum number of entries on one page. */
export const MAX_LIST_LIMIT = 1000;
/** Maximum number of directories in one list-many request. */
export const MAX_LIST_PREFIXES = 100;
/** Maximum number of levels of directories below the requested one. No key has more levels. */
export const MAX_USAGE_DEPTH = 1024;
/** Maximum number of children in one usage answer. */
export const MAX_USAGE_CHILDREN = 1000;
/** Maximum number of keys in one stat-many request. */
export const MAX_STAT_KEYS = 1000;
/** Maximum number of keys in one invalidation. The same limit applies to its prefixes. */
export const MAX_INVALIDATION_KEYS = 1000;
/** Maximum size of a request body as the caller sent it. */
export const MAX_BODY_BYTES = 1024 * 1024;
