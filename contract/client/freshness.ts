/** Reads the freshness of an answer from its headers: Age (RFC 9111), Cache-Status (RFC 9211), Server-Timing. */

/** Why S3 was asked. */
export type Forwarded = 'miss' | 'stale' | 'partial' | 'request' | 'bypass';

export interface CacheStatus {
  /** No S3 call was made for this answer. */
  hit: boolean;
  /** Why S3 was asked; absent for a hit. Later versions of the service may send other reasons. */
  fwd?: Forwarded | (string & {});
  /** For a hit: seconds for which the answer may still be used. */
  ttl?: number;
  /** Everything that was fetched is now in the index. */
  stored: boolean;
  /** A token or a short text, for example `stale-if-error`. */
  detail?: string;
}

export interface Freshness {
  /**
   * Seconds since S3 was asked, for the oldest observation in the answer. Absent in answers about the service itself.
   */
  age?: number;
  /** Absent when the service did not send it. */
  cacheStatus?: CacheStatus;
  /**
   * True if the service answered 304: the answer stored in this client is still current, so its body was not sent
   * again.
   */
  revalidated: boolean;
  /** Milliseconds that the service spent, by activity: `s3`, `dynamodb`, `total`. */
  timing: Record<string, number>;
}

const CACHE_NAME = 's3dex';

export function freshnessOf(headers: Headers, revalidated: boolean): Freshness {
  const age = headers.get('age');
  const cacheStatus = parseCacheStatus(headers.get('cache-status'));
  return {
    age: age !== null && /^\d+$/.test(age) ? Number(age) : undefined,
    cacheStatus,
    revalidated,
    timing: parseServerTiming(headers.get('server-timing')),
  };
}

/** A list member and a parameter (RFC 9651). Commas and semicolons inside quoted strings do not separate. */
const MEMBER = /(?:[^",]|"(?:[^"\\]|\\.)*")+/g;
const PARAMETER = /;\s*([a-z*][a-z0-9_.*-]*)(?:=("(?:[^"\\]|\\.)*"|[^;,\s"]+))?/g;

/** Reads only the entry of this service: a CDN in front adds its own status to the same header. */
export function parseCacheStatus(header: string | null): CacheStatus | undefined {
  const own = (header?.match(MEMBER) ?? [])
    .map((member) => member.trim())
    .find(
      (member) =>
        member
          .split(';', 1)[0]
          ?.trim()
          .replace(/^"(.*)"$/, '$1') === CACHE_NAME,
    );
  if (own === undefined) return undefined;
  const status: CacheStatus = { hit: false, stored: false };
  for (const [, name, value] of own.matchAll(PARAMETER)) {
    if (name === 'hit') status.hit = value !== '?0';
    else if (name === 'stored') status.stored = value !== '?0';
    else if (name === 'fwd' && value !== undefined) status.fwd = plain(value);
    else if (name === 'detail' && value !== undefined) status.detail = plain(value);
    else if (name === 'ttl' && /^-?\d+$/.test(value ?? '')) status.ttl = Number(value);
  }
  return status;
}

function plain(item: string): string {
  return item.startsWith('"') ? item.slice(1, -1).replace(/\\(.)/g, '$1') : item;
}

function parseServerTiming(header: string | null): Record<string, number> {
  const timing: Record<string, number> = {};
  for (const [, name = '', ms = ''] of (header ?? '').matchAll(/([\w-]+)\s*;\s*dur=([\d.]+)/g)) {
    timing[name] = Number(ms);
  }
  return timing;
}

/**
 * Combines the freshness of several answers. The age is that of the oldest answer. The result is a hit only if all
 * answers are hits; otherwise the first reason for asking S3 is used.
 */
export function combined(parts: readonly Freshness[]): Freshness {
  const ages = parts.flatMap(({ age }) => (age === undefined ? [] : [age]));
  const statuses = parts.flatMap(({ cacheStatus }) => (cacheStatus ? [cacheStatus] : []));
  const ttls = statuses.flatMap(({ ttl }) => (ttl === undefined ? [] : [ttl]));
  const first = statuses.find(({ hit }) => !hit) ?? statuses[0];
  const timing: Record<string, number> = {};
  for (const part of parts) {
    for (const [name, ms] of Object.entries(part.timing)) timing[name] = (timing[name] ?? 0) + ms;
  }
  return {
    age: ages.length > 0 ? Math.max(...ages) : undefined,
    cacheStatus: first?.hit && ttls.length > 0 ? { ...first, ttl: Math.min(...ttls) } : first,
    revalidated: parts.length > 0 && parts.every((part) => part.revalidated),
    timing,
  };
}
