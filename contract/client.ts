/**
 * The typed client of the service: `fetch` and nothing else, in Node, browsers and workers.
 *
 *     const client = createClient({ endpoint: 'http://127.0.0.1:4000' });
 *     for await (const entry of client.entries('demo', 'photos/')) console.log(entry.name);
 */
import type { Ask } from './client/ask.ts';
import type { Freshness } from './client/freshness.ts';
import { goingOn, listPage, type PageOptions } from './client/list.ts';
import { type ListManyOptions, listMany } from './client/list-many.ts';
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
  ListManyAnswer,
  ObjectEntry as ObjectEntryJson,
  StatManyAnswer,
  StatsAnswer,
  UsageAnswer,
} from './client/wire-types.ts';

export type { Ask } from './client/ask.ts';
export { S3dexError, type S3dexErrorCode } from './client/error.ts';
export type { CacheStatus, Forwarded, Freshness } from './client/freshness.ts';
export type { PageOptions } from './client/list.ts';
export type { ListManyOptions } from './client/list-many.ts';
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
  ListManyAnswer,
  ListResult,
  ObjectEntry as ObjectEntryJson,
  ObjectStat,
  StatAnswer,
  StatManyAnswer,
  StatResult,
  StatsAnswer,
  UsageAnswer,
} from './client/wire-types.ts';
export type { ErrorCode } from './errors.ts';
export type { Sort } from './sorts.ts';

/** What a listing holds: objects, and directories with their slash. */
export type EntryJson = ObjectEntryJson | DirectoryEntryJson;

/** An answer, and how fresh it is. */
export type Fresh<T> = T & { freshness: Freshness };

export interface UsageOptions extends Ask {
  /** Levels of directories below that are answered as `children`; 0 when left out. */
  depth?: number;
  /** Of the children: largest first when left out. */
  sort?: '-size' | 'name';
  /** Children, 1 to 1,000; 1,000 when left out. */
  limit?: number;
}

/** Every method rejects with an S3dexError, or with the reason of the signal it was given. */
export interface Client {
  /**
   * One page, in S3's order or sorted, filtered if asked. `prefix` as S3's with the delimiter `/`: up to its last slash the directory, the
   * rest the start of names. A sorted page of a large directory that is not known yet is asked for again as long as more becomes known.
   */
  list(bucket: string, prefix?: string, options?: PageOptions): Promise<Fresh<ListAnswer>>;
  /** Every page, from the first or the one at `cursor`; the next is asked for when the loop comes to it. */
  pages(
    bucket: string,
    prefix?: string,
    options?: PageOptions,
  ): AsyncGenerator<Fresh<ListAnswer>, void, void>;
  /** Every entry of every page, in S3's order or as `sort` says. */
  entries(bucket: string, prefix?: string, options?: PageOptions): AsyncGenerator<EntryJson, void, void>;
  /** A page of each directory, in the order asked, or its problem; more than 100 take several requests, at most four at a time. */
  listMany(
    bucket: string,
    prefixes: readonly string[],
    options?: ListManyOptions,
  ): Promise<Fresh<ListManyAnswer>>;
  /**
   * How much is below a directory (empty, or ending in `/`). `complete: false`: it is larger than one request may look through; asking
   * again goes on from there.
   */
  usage(bucket: string, prefix?: string, options?: UsageOptions): Promise<Fresh<UsageAnswer>>;
  /** An object, or the directory where `key` ends in `/`, is empty, or no object has that key. What is not there is `found: false`. */
  stat(bucket: string, key: string, options?: StatOptions): Promise<Fresh<Found | NotFound>>;
  /** Any number of keys, answered in their order; more than 1,000 are asked for in several requests, at most four at a time. */
  statMany(bucket: string, keys: readonly string[], options?: StatOptions): Promise<Fresh<StatManyAnswer>>;
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

  async function* pages(bucket: string, prefix = '', options: PageOptions = {}) {
    for (let cursor = options.cursor; ; ) {
      const page = await listPage(
        transport,
        bucket,
        prefix,
        cursor === undefined ? options : goingOn(options, cursor),
      );
      yield page;
      if (page.nextCursor === undefined) return;
      if (page.nextCursor === cursor) throw badAnswer('nextCursor: leads back to the same page');
      cursor = page.nextCursor;
    }
  }

  async function* entries(bucket: string, prefix?: string, options?: PageOptions) {
    for await (const page of pages(bucket, prefix, options)) yield* page.entries;
  }

  const usage: Client['usage'] = (bucket, prefix = '', { depth, sort, limit, ...rest } = {}) => {
    const query = {
      prefix: prefix || undefined,
      depth: depth?.toString(),
      sort,
      limit: limit?.toString(),
    };
    return ask({ operation: 'usage', bucket, query, ask: rest });
  };

  return {
    list: (bucket, prefix = '', options = {}) => listPage(transport, bucket, prefix, options),
    pages,
    entries,
    listMany: (bucket, prefixes, options = {}) => listMany(transport, bucket, prefixes, options),
    usage,
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
