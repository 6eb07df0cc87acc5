/**
 * The typed client of the service. It needs only `fetch`: it works in Node, browsers and workers.
 *
 *     const client = createClient({ endpoint: 'http://127.0.0.1:4000' });
 *     for await (const entry of client.entries('demo', 'photos/')) console.log(entry.name);
 */
import type { Ask } from './client/ask.ts';
import { fill } from './client/fill.ts';
import type { Freshness } from './client/freshness.ts';
import { listPage, nextPageOptions, type PageOptions } from './client/list.ts';
import { type ListManyOptions, listMany } from './client/list-many.ts';
import { type ClientOptions, transportOf } from './client/options.ts';
import { type Found, type NotFound, type StatOptions, stat, statMany } from './client/stat.ts';
import { badAnswer, type Call, send } from './client/transport.ts';
import type {
  BucketsAnswer,
  DirectoryEntry as DirectoryEntryJson,
  DownloadAnswer,
  FillStatusAnswer,
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
  DownloadAnswer,
  FillStatusAnswer,
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

/** One entry of a listing: an object, or a directory (its name ends in a slash). */
export type EntryJson = ObjectEntryJson | DirectoryEntryJson;

/** An answer and its freshness. */
export type Fresh<T> = T & { freshness: Freshness };

export interface UsageOptions extends Ask {
  /** How many levels of directories below are returned as `children`. Default 0. */
  depth?: number;
  /** Order of the children. Default: largest first. */
  sort?: '-size' | 'name';
  /** Maximum number of children, 1 to 1,000. Default 1,000. */
  limit?: number;
}

export interface FillOptions extends CallOptions {
  /** Fill everything below the directory. Default: only the directory's own names. */
  recursive?: boolean;
  /** Called with each status that the client receives. */
  onProgress?: (status: FillStatusAnswer) => void;
  /** Milliseconds between two status requests. Default 1,000. */
  pollMs?: number;
}

/**
 * Every method rejects with an S3dexError, with the reason of the given signal, with a TypeError if an argument or
 * option is invalid, or with the error that `token` or `sign` threw.
 */
export interface Client {
  /**
   * Returns one page, in S3's order or sorted, and filtered if requested. `prefix` works as in S3 with the delimiter
   * `/`: the part up to its last slash is the directory, the rest is the start of the names. While a sorted page of a
   * large directory is incomplete, the request is repeated as long as it makes progress.
   */
  list(bucket: string, prefix?: string, options?: PageOptions): Promise<Fresh<ListAnswer>>;
  /**
   * Returns all pages, starting with the first page or at `cursor`. Each page is requested when the loop reaches it.
   */
  pages(
    bucket: string,
    prefix?: string,
    options?: PageOptions,
  ): AsyncGenerator<Fresh<ListAnswer>, void, void>;
  /** Returns every entry of every page, in S3's order or in the order of `sort`. */
  entries(bucket: string, prefix?: string, options?: PageOptions): AsyncGenerator<EntryJson, void, void>;
  /**
   * Returns one page or one problem for each directory, in the given order. Rejects with the first problem if all
   * directories of one request have a problem. More than 100 directories are sent as several requests, at most four in
   * parallel.
   */
  listMany(
    bucket: string,
    prefixes: readonly string[],
    options?: ListManyOptions,
  ): Promise<Fresh<ListManyAnswer>>;
  /**
   * Returns the usage of everything below a directory (empty, or ending in `/`). `complete: false` means that the
   * directory is too large for one request; the same call continues from there.
   */
  usage(bucket: string, prefix?: string, options?: UsageOptions): Promise<Fresh<UsageAnswer>>;
  /**
   * Returns an object, or a directory if `key` ends in `/`, is empty, or is not the key of an object. `found: false`
   * means that neither exists.
   */
  stat(bucket: string, key: string, options?: StatOptions): Promise<Fresh<Found | NotFound>>;
  /**
   * Takes any number of keys; the results are in the same order. More than 1,000 are sent as several requests, at most
   * four in parallel.
   */
  statMany(bucket: string, keys: readonly string[], options?: StatOptions): Promise<Fresh<StatManyAnswer>>;
  /**
   * Resolves when no instance uses an observation made at or before `invalidatedAt` any more. Takes at most 1,000
   * keys and 1,000 prefixes.
   */
  invalidate(
    bucket: string,
    what: InvalidateRequest,
    options?: CallOptions,
  ): Promise<Fresh<InvalidateAnswer>>;
  /**
   * Asks the workers of the service to read a directory (with `recursive`: everything below it) into the index.
   * Resolves with the last status when the fill has completed, failed or was cancelled. Rejects with `no-such-route`
   * if the deployment has no workers. Aborting `signal` cancels the fill.
   */
  fill(bucket: string, prefix?: string, options?: FillOptions): Promise<FillStatusAnswer>;
  /**
   * Returns a URL from which the object can be read without credentials until the URL expires. Rejects with
   * `no-such-route` if downloads are off. Does not check that the object exists.
   */
  download(bucket: string, key: string, options?: CallOptions): Promise<Fresh<DownloadAnswer>>;
  /** The content of the index for one directory (empty, or ending in `/`). Makes no S3 call. */
  inspect(bucket: string, prefix?: string, options?: CallOptions): Promise<Fresh<InspectAnswer>>;
  /** The served buckets, and how the changes of each bucket reach the index. */
  buckets(options?: CallOptions): Promise<Fresh<BucketsAnswer>>;
  /** Counters of the instance that answers. */
  stats(options?: CallOptions): Promise<Fresh<StatsAnswer>>;
  /** Resolves when the service is up. Needs no credentials. */
  health(options?: CallOptions): Promise<Fresh<HealthAnswer>>;
}

/** Options of operations whose answers are never cached. */
export type CallOptions = Pick<Ask, 'signal' | 'timeoutMs'>;

/** @throws TypeError when an option is invalid; the message names it. */
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
        cursor === undefined ? options : nextPageOptions(options, cursor),
      );
      yield page;
      if (page.nextCursor === undefined) return;
      if (page.nextCursor === cursor)
        throw badAnswer('nextCursor: must be another cursor than that of this page');
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
    fill: (bucket, prefix = '', options = {}) => fill(transport, bucket, prefix, options),
    download: (bucket, key, options = {}) =>
      ask({ operation: 'download', bucket, body: { key }, ask: options }),
    inspect: (bucket, prefix = '', options = {}) =>
      ask({ operation: 'inspect', bucket, query: { prefix: prefix || undefined }, ask: options }),
    buckets: (options = {}) => ask({ operation: 'buckets', ask: options }),
    stats: (options = {}) => ask({ operation: 'stats', ask: options }),
    health: (options = {}) => ask({ operation: 'health', ask: options }),
  };
}
