/** Options of every call, and the Cache-Control header that is made from them (RFC 9111, 5.2.1). */

export interface Ask {
  /** Maximum age of the answer, in seconds. */
  maxAge?: number;
  /** Ask S3 now, and store the answer. */
  noCache?: boolean;
  /** Fail with `only-if-cached` instead of asking S3. */
  onlyIfCached?: boolean;
  /** Store the answer neither in the index nor in this client. */
  noStore?: boolean;
  /** Aborts the call, its retries and its waits. */
  signal?: AbortSignal;
  /** Time limit of each attempt, in milliseconds. */
  timeoutMs?: number;
}

/** All options. The list makes a misspelt option an error in plain JavaScript too. */
const KNOWN: Record<keyof Ask, true> = {
  maxAge: true,
  noCache: true,
  onlyIfCached: true,
  noStore: true,
  signal: true,
  timeoutMs: true,
};

/** @throws TypeError when an option is unknown; the message names it. */
export function rejectUnknownOptions(ask: Ask): void {
  for (const name of Object.keys(ask)) {
    if (!Object.hasOwn(KNOWN, name)) throw new TypeError(`${name}: unknown option`);
  }
}

/**
 * Has the same meaning as no Cache-Control header. It is sent because `fetch` adds `no-cache` to requests with
 * If-None-Match and to requests that bypass the browser's cache (Fetch Standard, HTTP-network-or-cache fetch). With
 * `no-cache`, the service would ask S3.
 */
const AS_USUAL = 'max-stale=0';

export function cacheControl({ maxAge, noCache, onlyIfCached, noStore }: Ask): string {
  if (maxAge !== undefined && !(Number.isInteger(maxAge) && maxAge >= 0)) {
    throw new TypeError(`maxAge: must be a whole number of seconds of at least 0, is ${maxAge}`);
  }
  const directives = [
    noCache && 'no-cache',
    maxAge !== undefined && `max-age=${maxAge}`,
    onlyIfCached && 'only-if-cached',
    noStore && 'no-store',
  ].filter((directive) => typeof directive === 'string');
  return directives.join(', ') || AS_USUAL;
}
