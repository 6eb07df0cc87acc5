/** One page of a listing: its parameters, and the retries of a sorted listing that is still incomplete. */
import type { Sort } from '../sorts.ts';
import type { Ask } from './ask.ts';
import { S3dexError } from './error.ts';
import type { Freshness } from './freshness.ts';
import { badAnswer, send, type Transport } from './transport.ts';
import type { ListAnswer } from './wire-types.ts';

interface CommonOptions extends Ask {
  /** Maximum number of entries on a page, 1 to 1,000. Default 1,000. */
  limit?: number;
  /** Where to continue: the `nextCursor` of an earlier page with the same bucket, prefix and sort. */
  cursor?: string;
  /**
   * A pattern for names: `*` and `?` match no slash, `**` does; `[a-z]`, `[!a-z]`, `{a,b}`; `\` escapes the next
   * character.
   */
  glob?: string;
  /** Names that contain this text. Case and width are ignored. */
  contains?: string;
  /** `full` adds the algorithms and the type of each object's checksums. */
  detail?: 'full';
}

interface ObjectFilters {
  /** Bytes, or a text such as `50k` or `1G` (powers of 1024). Both limits are inclusive. */
  minSize?: number | string;
  maxSize?: number | string;
  /** Later than this: a Date, an RFC 3339 time, or an age (`7d`, `36h`). */
  modifiedAfter?: Date | string;
  /** Earlier than this. */
  modifiedBefore?: Date | string;
  /** In S3's notation: `STANDARD`, `GLACIER`, ... */
  storageClass?: string;
}

/** Directories have no size, time or storage class, so these filters are not allowed for them. */
type NoObjectFilters = { [K in keyof ObjectFilters]?: undefined };

/**
 * Any order but that of the name requires the whole directory. With `partial`, only the names known so far are
 * sorted. `startAfter` is used instead of a cursor: only entries whose key is greater than this text.
 */
type Ordered<S extends Sort> =
  | { sort?: S; partial?: undefined; startAfter?: undefined }
  | { sort: S; partial?: boolean; startAfter?: undefined }
  | { sort?: 'name'; partial?: undefined; startAfter?: string };

/** With `recursive`: all objects below the prefix, and no directories. */
export type PageOptions = CommonOptions &
  (
    | ({ type?: 'object'; recursive?: boolean } & ObjectFilters & Ordered<Sort>)
    | ({ type: 'directory'; recursive?: false } & NoObjectFilters & Ordered<'name' | '-name'>)
  );

/** The options for the next page. */
export function nextPageOptions(options: PageOptions, cursor: string): PageOptions {
  return { ...options, cursor, startAfter: undefined };
}

export async function listPage(
  transport: Transport,
  bucket: string,
  prefix: string,
  options: PageOptions,
): Promise<ListAnswer & { freshness: Freshness }> {
  const { query, ask } = requestOf(prefix, options);
  for (let seen = -1; ; ) {
    try {
      const { body, freshness } = await send(transport, { operation: 'list', bucket, query, ask });
      if (!Array.isArray(body.entries)) throw badAnswer('entries: must be an array');
      return { ...(body as unknown as ListAnswer), freshness };
    } catch (error) {
      const now = progressOf(error);
      // Each repeated request should know more names of the directory. If it does not, the loop must end.
      if (now === undefined || now <= seen) throw error;
      seen = now;
    }
  }
}

function requestOf(prefix: string, options: PageOptions) {
  const { limit, cursor, startAfter, recursive, sort, partial, ...filters } = options;
  const { glob, contains, type, storageClass, ...others } = filters;
  const { detail, minSize, maxSize, modifiedAfter, modifiedBefore, ...ask } = others;
  const query = {
    prefix: prefix || undefined,
    limit: limit?.toString(),
    recursive: recursive ? 'true' : undefined,
    sort,
    glob,
    contains,
    minSize: minSize?.toString(),
    maxSize: maxSize?.toString(),
    modifiedAfter: textOf(modifiedAfter),
    modifiedBefore: textOf(modifiedBefore),
    type,
    storageClass,
    partial: partial?.toString(),
    startAfter,
    cursor,
    detail,
  };
  return { query, ask };
}

function textOf(time: Date | string | undefined): string | undefined {
  return time instanceof Date ? time.toISOString() : time;
}

/** The number of names known so far, if the error says that a sorted answer is still incomplete. */
function progressOf(error: unknown): number | undefined {
  return error instanceof S3dexError && error.code === 'incomplete' ? error.progress?.seen : undefined;
}
