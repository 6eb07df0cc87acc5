/** How fresh an answer is, from its headers: Age (RFC 9111), Cache-Status (RFC 9211), Server-Timing. */

/** Why S3 was asked. */
export type Forwarded = 'miss' | 'stale' | 'partial' | 'request' | 'bypass';

export interface CacheStatus {
  /** No S3 call was made for this answer. */
  hit: boolean;
  /** Why S3 was asked; absent with a hit. A later service may know more reasons than these. */
  fwd?: Forwarded | (string & {});
  /** Seconds the answer may still be given; with a hit. */
  ttl?: number;
  /** What was fetched is in the index now. */
  stored: boolean;
  /** A token or short text, e.g. `stale-if-error`. */
  detail?: string;
}

export interface Freshness {
  /** Seconds since S3 was asked, of the oldest observation in the answer. Absent: not said (answers about the service itself). */
  age?: number;
  /** Absent: not said. */
  cacheStatus?: CacheStatus;
  /** The service said that the answer held here is still the answer (304); its body did not travel again. */
  revalidated: boolean;
  /** Milliseconds the service spent, by what it spent them on: `s3`, `dynamodb`, `total`. */
  timing: Record<string, number>;
}

const CACHE_NAME = 's3dex';

export function freshnessOf(headers: Headers, revalidated: boolean): Freshness {
  const age = headers.get('age');
  const cacheStatus = parseCacheStatus(headers.get('cache-status'));
  return {
    ...(age !== null && /^\d+$/.test(age) && { age: Number(age) }),
    ...(cacheStatus && { cacheStatus }),
    revalidated,
    timing: parseServerTiming(headers.get('server-timing')),
  };
}

/** A list's member, and a parameter, of RFC 9651: commas and semicolons inside strings are text. */
const MEMBER = /(?:[^",]|"(?:[^"\\]|\\.)*")+/g;
const PARAMETER = /;\s*([a-z*][a-z0-9_.*-]*)(?:=("(?:[^"\\]|\\.)*"|[^;,\s"]+))?/g;

/** Of the caches on the way, ours alone: a CDN before it says its own in the same header. */
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

/** Of an answer made of several: as old as the oldest, a hit only if all are, else why the first was not. */
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
    ...(ages.length > 0 && { age: Math.max(...ages) }),
    ...(first && {
      cacheStatus: first.hit && ttls.length > 0 ? { ...first, ttl: Math.min(...ttls) } : first,
    }),
    revalidated: parts.length > 0 && parts.every((part) => part.revalidated),
    timing,
  };
}
