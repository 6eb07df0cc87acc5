/**
 * The typed client of the service: `fetch` and nothing else, in Node, browsers and workers.
 *
 *     const client = createClient({ endpoint: 'http://127.0.0.1:4000' });
 *     for await (const entry of client.entries('demo', 'photos/')) console.log(entry.name);
 */
import type { Ask } from './client/ask.ts';
import type { Freshness } from './client/freshness.ts';
import { type ClientOptions, transportOf } from './client/options.ts';
import { type Found, type NotFound, type StatOptions, stat, statMany } from './client/stat.ts';
import { badAnswer, type Call, send } from './client/transport.ts';
import type {
  BucketsAnswer,
  DirectoryEntry as DirectoryEntryJson,
  HealthAnswer,
  InspectAnswer,
  InvalidateAnswer,
  InvalidateRequest,
  ListAnswer,
  ObjectEntry as ObjectEntryJson,
  StatManyAnswer,
  StatsAnswer,
} from './client/wire-types.ts';

export type { Ask } from './client/ask.ts';
export { S3dexError, type S3dexErrorCode } from './client/error.ts';
export type { CacheStatus, Forwarded, Freshness } from './client/freshness.ts';
export type { ClientOptions } from './client/options.ts';
export type { Found, NotFound, StatOptions } from './client/stat.ts';
export type { Authorize, OutgoingRequest } from './client/transport.ts';
export type {
  BucketsAnswer,
  DirectoryEntry as DirectoryEntryJson,
  DirectoryStat,
  HealthAnswer,
  InspectAnswer,
  InvalidateAnswer,
  InvalidateRequest,
  ListAnswer,
  ObjectEntry as ObjectEntryJson,
  ObjectStat,
  StatAnswer,
  StatManyAnswer,
  StatResult,
  StatsAnswer,
} from './client/wire-types.ts';
export type { ErrorCode } from './errors.ts';

/** What a listing holds: objects, and directories with their slash. */
export type EntryJson = ObjectEntryJson | DirectoryEntryJson;

/** An answer, and how fresh it is. */
export type Fresh<T> = T & { freshness: Freshness };

export interface PageOptions extends Ask {
  /** Entries on a page, 1 to 1,000; 1,000 when left out. */
  limit?: number;
  /** Where to go on: `nextCursor` of an earlier page of the same bucket and prefix. */
  cursor?: string;
  /** Instead of a cursor: only entries whose key is greater than this text. */
  startAfter?: string;
}

/** Every method rejects with an S3dexError, or with the reason of the signal it was given. */
export interface Client {
  /** One page. `prefix` as S3's with the delimiter `/`: up to its last slash the directory, the rest a filter of names. */
  list(bucket: string, prefix?: string, options?: PageOptions): Promise<Fresh<ListAnswer>>;
  /** Every page, from the first or the one at `cursor`; the next is asked for when the loop comes to it. */
  pages(
    bucket: string,
    prefix?: string,
    options?: PageOptions,
  ): AsyncGenerator<Fresh<ListAnswer>, void, void>;
  /** Every entry of every page, in S3's order. */
  entries(bucket: string, prefix?: string, options?: PageOptions): AsyncGenerator<EntryJson, void, void>;
  /** An object, or the directory where `key` ends in `/`, is empty, or no object has that key. What is not there is `found: false`. */
  stat(bucket: string, key: string, options?: StatOptions): Promise<Fresh<Found | NotFound>>;
  /** Any number of keys, answered in their order; more than 1,000 are asked for in several requests, at most four at a time. */
  statMany(bucket: string, keys: readonly string[], options?: Ask): Promise<Fresh<StatManyAnswer>>;
  /** When it resolves, nothing observed before `invalidatedAt` is answered again, by any instance. At most 1,000 of each. */
  invalidate(
    bucket: string,
    what: InvalidateRequest,
    options?: CallOptions,
  ): Promise<Fresh<InvalidateAnswer>>;
  /** What the index holds for one directory (empty, or ending in `/`). Asks S3 nothing. */
  inspect(bucket: string, prefix?: string, options?: CallOptions): Promise<Fresh<InspectAnswer>>;
  /** The served buckets and how each is kept true. */
  buckets(options?: CallOptions): Promise<Fresh<BucketsAnswer>>;
  /** Counters of the instance that answers. */
  stats(options?: CallOptions): Promise<Fresh<StatsAnswer>>;
  /** Resolves when the service is up; needs no credentials. */
  health(options?: CallOptions): Promise<Fresh<HealthAnswer>>;
}

/** Of operations whose answers are as of now. */
export type CallOptions = Pick<Ask, 'signal' | 'timeoutMs'>;

/** @throws TypeError that names the invalid option. */
export function createClient(options: ClientOptions): Client {
  const transport = transportOf(options);

  const ask = async <T>(call: Call): Promise<Fresh<T>> => {
    const { body, freshness } = await send(transport, call);
    return { ...(body as T), freshness };
  };

  const list: Client['list'] = async (bucket, prefix = '', { limit, cursor, startAfter, ...rest } = {}) => {
    const query = { prefix: prefix || undefined, limit: limit?.toString(), cursor, startAfter };
    const page = await ask<ListAnswer>({ operation: 'list', bucket, query, ask: rest });
    if (!Array.isArray(page.entries)) throw badAnswer('entries: must be an array');
    return page;
  };

  async function* pages(bucket: string, prefix?: string, options: PageOptions = {}) {
    const { startAfter, cursor: from, ...asked } = options;
    for (let cursor = from; ; ) {
      const start = cursor === undefined ? { startAfter } : { cursor };
      const page = await list(bucket, prefix, { ...asked, ...start });
      yield page;
      if (page.nextCursor === undefined) return;
      if (page.nextCursor === cursor) throw badAnswer('nextCursor: leads back to the same page');
      cursor = page.nextCursor;
    }
  }

  async function* entries(bucket: string, prefix?: string, options?: PageOptions) {
    for await (const page of pages(bucket, prefix, options)) yield* page.entries;
  }

  return {
    list,
    pages,
    entries,
    stat: (bucket, key, options = {}) => stat(transport, bucket, key, options),
    statMany: (bucket, keys, options = {}) => statMany(transport, bucket, keys, options),
    invalidate: (bucket, what, options = {}) =>
      ask({ operation: 'invalidate', bucket, body: what, ask: options }),
    inspect: (bucket, prefix = '', options = {}) =>
      ask({ operation: 'inspect', bucket, query: { prefix: prefix || undefined }, ask: options }),
    buckets: (options = {}) => ask({ operation: 'buckets', ask: options }),
    stats: (options = {}) => ask({ operation: 'stats', ask: options }),
    health: (options = {}) => ask({ operation: 'health', ask: options }),
  };
}
