/** The request's Cache-Control (RFC 9111, 5.2.1) as CacheDirectives. Unknown directives are ignored. */
import type { CacheDirectives } from '../core/questions/cache-directives.ts';

/** RFC 9111, 1.2.2: larger delta-seconds may be treated as this value. */
const MAX_DELTA_SECONDS = 2 ** 31;

/** One directive: a token, optionally with an argument (a token or a quoted string). */
const DIRECTIVE = /([!#$%&'*+.^_`|~\w-]+)(?:[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+)))?/g;

export function parseCacheControl(header: string | undefined): CacheDirectives {
  const freshness: CacheDirectives = { noCache: false, onlyIfCached: false, noStore: false };
  for (const [, name = '', quoted, plain] of (header ?? '').matchAll(DIRECTIVE)) {
    switch (name.toLowerCase()) {
      case 'no-cache':
        freshness.noCache = true;
        break;
      case 'no-store':
        freshness.noStore = true;
        break;
      case 'only-if-cached':
        freshness.onlyIfCached = true;
        break;
      case 'max-age':
        freshness.maxAgeMs = shorter(freshness.maxAgeMs, maxAgeMs(quoted?.replace(/\\(.)/g, '$1') ?? plain));
        break;
    }
  }
  return freshness;
}

/**
 * Returns `undefined` when the value is not a number of seconds. The directive is then ignored, like an unknown
 * directive.
 */
function maxAgeMs(seconds: string | undefined): number | undefined {
  if (seconds === undefined || !/^[0-9]+$/.test(seconds)) return undefined;
  return Math.min(Number(seconds), MAX_DELTA_SECONDS) * 1000;
}

/** If two directives contradict each other, the stricter one applies (RFC 9111, 4.2.1). */
function shorter(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}
