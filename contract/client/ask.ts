/** What a caller may ask of every answer, and the Cache-Control it is asked with (RFC 9111, 5.2.1). */

export interface Ask {
  /** Nothing older than this, seconds. */
  maxAge?: number;
  /** Ask S3 now, and keep the answer. */
  noCache?: boolean;
  /** An error (`only-if-cached`) instead of a question to S3. */
  onlyIfCached?: boolean;
  /** Do not keep what is fetched: not in the index, and not in this client. */
  noStore?: boolean;
  /** Ends the call, its retries and its waits. */
  signal?: AbortSignal;
  /** For each attempt, milliseconds. */
  timeoutMs?: number;
}

/**
 * "Nothing staler than it is": says what leaving Cache-Control out would say. It is not left out, because fetch adds `no-cache` of its own
 * to a request with If-None-Match and to one past the browser's cache (Fetch Standard, HTTP-network-or-cache fetch), and the
 * service would take that at its word and ask S3.
 */
const AS_USUAL = 'max-stale=0';

export function cacheControl({ maxAge, noCache, onlyIfCached, noStore }: Ask): string {
  if (maxAge !== undefined && !(Number.isInteger(maxAge) && maxAge >= 0)) {
    throw new TypeError(`maxAge: must be a whole number of seconds, is ${maxAge}`);
  }
  const directives = [
    noCache && 'no-cache',
    maxAge !== undefined && `max-age=${maxAge}`,
    onlyIfCached && 'only-if-cached',
    noStore && 'no-store',
  ].filter((directive) => typeof directive === 'string');
  return directives.join(', ') || AS_USUAL;
}
