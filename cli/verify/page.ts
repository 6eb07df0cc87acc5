/** One page of a directory's listing, from the index alone, as a reader gets it, or from S3. Nothing is stored. */
import type { Client, EntryJson, Fresh, ListAnswer } from '../../contract/client.ts';
import { askIndex, requireIndex } from './ask-index.ts';
import { describe } from './describe.ts';

/** `reader`: from the index where it holds an answer, and from S3 where it does not. */
export type Source = 'index' | 'reader' | 's3';

/** One directory, and how to read it. */
export interface Place {
  client: Pick<Client, 'list' | 'stat'>;
  bucket: string;
  prefix: string;
  /** Whether the index may hold, in the listing of the parent, that the directory does not exist. */
  mayBeAbsent: boolean;
  signal: AbortSignal;
  wait: (ms: number) => Promise<void>;
}

export interface Asked {
  /** Names after this one. Absent: from the start. */
  after?: string | undefined;
  limit: number;
  /** Names that start with this text. */
  filter?: string;
  from: Source;
}

export interface Page {
  /** Descriptions by name, in S3's order. */
  said: ReadonlyMap<string, string>;
  /** The last name that the page covers. Absent: it covers all names to the end. */
  through?: string | undefined;
  ageSeconds?: number | undefined;
  /** True if nothing in it came from the index. */
  isMiss: boolean;
}

/** The longest page that the service gives. */
export const PAGE_NAMES = 1_000;
const ASK = { index: { onlyIfCached: true }, reader: {}, s3: { noCache: true } };

/** Returns `undefined` if the index does not hold the page. Throws IndexSilent if the index did not answer. */
export function readPage(place: Place, asked: Asked): Promise<Page | undefined> {
  const { client, bucket, prefix, signal } = place;
  const { after, limit, filter = '', from } = asked;
  const startAfter = after === undefined ? undefined : prefix + after;
  const ask = { limit, startAfter, ...ASK[from], noStore: true, signal };
  return askIndex(place, async () => pageOf(await client.list(bucket, prefix + filter, ask), from));
}

function pageOf({ entries, nextCursor, freshness }: Fresh<ListAnswer>, from: Source): Page {
  const { age, cacheStatus } = freshness;
  if (from === 'reader') requireIndex(freshness);
  return {
    said: new Map(entries.map((entry: EntryJson) => [entry.name, describe(entry)])),
    through: nextCursor === undefined ? undefined : entries.at(-1)?.name,
    ageSeconds: age,
    isMiss: cacheStatus?.fwd === 'miss' || cacheStatus?.fwd === 'bypass',
  };
}
