/** One page of a directory's listing, from the index alone, as a reader gets it, or from S3. Nothing is stored. */
import {
  type Client,
  type EntryJson,
  type Fresh,
  type ListAnswer,
  S3dexError,
} from '../../contract/client.ts';
import { describe } from './describe.ts';
import { IndexSilent } from './index-silent.ts';

/** `reader`: from the index where it holds an answer, and from S3 where it does not. */
export type Source = 'index' | 'reader' | 's3';

/** One directory, and how to read it. */
export interface Place {
  client: Pick<Client, 'list'>;
  bucket: string;
  prefix: string;
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
/** The table may miss its time limit once. An outage lasts longer than these waits. */
const ASK_INDEX_AGAIN_AFTER_MS = [500, 2_000, 5_000];
/** The details of Cache-Status that mean that the index was not read. */
const SILENT: ReadonlySet<string | undefined> = new Set(['index-unavailable', 'clock-is-wrong']);

/** Returns `undefined` if the index does not hold the page. Throws IndexSilent if the index did not answer. */
export async function readPage(place: Place, asked: Asked): Promise<Page | undefined> {
  for (const ms of ASK_INDEX_AGAIN_AFTER_MS) {
    try {
      return await readOnce(place, asked);
    } catch (error) {
      if (!(error instanceof IndexSilent)) throw error;
      await place.wait(ms);
    }
  }
  return readOnce(place, asked);
}

async function readOnce(place: Place, { after, limit, filter = '', from }: Asked): Promise<Page | undefined> {
  const { client, bucket, prefix, signal } = place;
  const startAfter = after === undefined ? undefined : prefix + after;
  try {
    const ask = { limit, startAfter, ...ASK[from], noStore: true, signal };
    return pageOf(await client.list(bucket, prefix + filter, ask), from);
  } catch (error) {
    if (!(error instanceof S3dexError) || error.code !== 'only-if-cached') throw error;
    const detail = error.freshness?.cacheStatus?.detail;
    if (SILENT.has(detail)) throw new IndexSilent(detail!);
    return undefined;
  }
}

function pageOf({ entries, nextCursor, freshness }: Fresh<ListAnswer>, from: Source): Page {
  const { age, cacheStatus } = freshness;
  const detail = cacheStatus?.detail;
  if (from === 'reader' && SILENT.has(detail)) throw new IndexSilent(detail!);
  return {
    said: new Map(entries.map((entry: EntryJson) => [entry.name, describe(entry)])),
    through: nextCursor === undefined ? undefined : entries.at(-1)?.name,
    ageSeconds: age,
    isMiss: cacheStatus?.fwd === 'miss' || cacheStatus?.fwd === 'bypass',
  };
}
