/** One page of a listing: its parameters, and the patience a sorted one needs. */
import type { Sort } from '../sorts.ts';
import type { Ask } from './ask.ts';
import { S3dexError } from './error.ts';
import type { Freshness } from './freshness.ts';
import { badAnswer, send, type Transport } from './transport.ts';
import type { ListAnswer } from './wire-types.ts';

interface CommonOptions extends Ask {
  /** Entries on a page, 1 to 1,000; 1,000 when left out. */
  limit?: number;
  /** Where to go on: `nextCursor` of an earlier page of the same bucket, prefix and sort. */
  cursor?: string;
  /** Names that match: `*` and `?` without slashes, `**`, `[a-z]`, `[!a-z]`, `{a,b}`, and `\` before a character as it is. */
  glob?: string;
  /** Names that contain this, however either is written in case and width. */
  contains?: string;
  /** Also how S3 says each object is summed. */
  detail?: 'full';
}

interface ObjectFilters {
  /** Bytes, or a text such as `50k` or `1G` (powers of 1024); inclusive. */
  minSize?: number | string;
  maxSize?: number | string;
  /** Later than this: a moment, RFC 3339, or how long ago (`7d`, `36h`). */
  modifiedAfter?: Date | string;
  /** Earlier than this. */
  modifiedBefore?: Date | string;
  /** As S3 says it: `STANDARD`, `GLACIER`, ... */
  storageClass?: string;
}

/** Directories have no size, no time and no class. */
type NoObjectFilters = { [K in keyof ObjectFilters]?: undefined };

/**
 * Sorted otherwise than by name, an answer needs the whole directory; `partial` takes what is known of it so far. `startAfter`: instead of a
 * cursor, only entries whose key is greater than this text.
 */
type Ordered<S extends Sort> =
  | { sort?: S; partial?: undefined; startAfter?: undefined }
  | { sort: S; partial?: boolean; startAfter?: undefined }
  | { sort?: 'name'; partial?: undefined; startAfter?: string };

/** `recursive`: every object below the prefix, and no directories. */
export type PageOptions = CommonOptions &
  (
    | ({ type?: 'object'; recursive?: boolean } & ObjectFilters & Ordered<Sort>)
    | ({ type: 'directory'; recursive?: false } & NoObjectFilters & Ordered<'name' | '-name'>)
  );

/** The same question from there on. */
export function goingOn(options: PageOptions, cursor: string): PageOptions {
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
      // Each request knows more of the directory than the one before; one that does not would not end.
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

/** Names known so far, of a sorted answer that is not whole yet. */
function progressOf(error: unknown): number | undefined {
  return error instanceof S3dexError && error.code === 'incomplete' ? error.progress?.seen : undefined;
}
