/**
 * The cost of a request as code: calls and units from the sizes of the items that are really written (cutPage, a
 * pure function), and dollars from the one price table. `npm run bench` compares it with its counts.
 */

import { dollarsOf, LOG_BYTES, logDollars } from '../contract/dollars.ts';
import { PRICES } from '../contract/prices.ts';
import { writeChunkInput } from '../lambdas/adapters/dynamodb/chunks.ts';
import { CHUNK_TYPICAL_ENTRIES } from '../lambdas/core/model/chunk.ts';
import type { Entry } from '../lambdas/core/model/entry.ts';
import { END, type NameRange, START } from '../lambdas/core/model/range.ts';
import { cutPage } from '../lambdas/core/origin/cut-page.ts';
import { LIST_MAX_KEYS } from '../shared/list-bound.ts';
import { BUCKET, type ContestantName } from './contestant.ts';
import { objectsOf } from './directory.ts';
import { itemBytes } from './item-bytes.ts';
import type { Calls } from './meter.ts';
import { callsUsd } from './row.ts';

const READ_UNIT_BYTES = 4_096;
const WRITE_UNIT_BYTES = 1_024;
const MILLION = 1e6;

/** Memory of the listing function, as deployed by default. */
const FUNCTION_GB = 1;
/**
 * The function's time for one request, ms: medians of docs/performance.json (1,000 objects a page), rounded up.
 * `looked` is the additional time to ask S3 about changed names.
 */
export const REQUEST_MS = { cold: 120, warm: 12, looked: 40, stat: 10, statMany: 62 };
/** The same for the invalidation function and one batch. */
const EVENTS_FUNCTION_GB = 0.5;
const BATCH_MS = 35;
/** Messages in a batch when there are many: the default of the event source mapping, which does not wait for more. */
export const FULL_BATCH = 10;
/** Directories above a key whose heads an event reads: its own and the root. */
const HEADS_READ = 2;
/** Bytes of one item of rival (e): keys, names and attributes (bench/rivals/item-per-object.ts). */
const RIVAL_ITEM_BYTES = 157;
/** How many warm answers share one line of metrics, for an instance that gives one answer a second. */
const WARM_ANSWERS_A_LINE = 10;
/** Rival (d) caches a listing for a minute. */
const TTL_READS_AN_HOUR = 60;
/** The search for the point where s3dex no longer costs less stops at this number of reads. */
const MOST_READS = 1_000_000;

export interface Question {
  calls: Omit<Calls, 'commands'>;
  requests: number;
  /** The sum over all requests, in ms. */
  functionMs: number;
}

const NOTHING: Question['calls'] = { s3Lists: 0, s3Heads: 0, rru: 0, wru: 0 };

/** The total cost of a million such questions, in dollars. */
export function questionUsd({ calls, requests, functionMs }: Question): number {
  const { s3Lists: s3List, s3Heads: s3Head, rru: readUnits, wru: writeUnits } = calls;
  const functionGbSeconds = (functionMs / 1_000) * FUNCTION_GB;
  const front = { httpRequests: requests, metricLines: metricLines({ calls, requests }), functionGbSeconds };
  return MILLION * dollarsOf({ s3List, s3Head, readUnits, writeUnits, ...front }).spent;
}

/** The number of lines of metrics: each request that asks S3 has a line of its own. */
function metricLines({ calls, requests }: Pick<Question, 'calls' | 'requests'>): number {
  const asking = Math.min(requests, calls.s3Lists + calls.s3Heads);
  return asking + (requests - asking) / WARM_ANSWERS_A_LINE;
}

/** The cost of the logs of a million such questions, in dollars. */
export function logsUsd(question: Question): number {
  const bytes = question.requests * LOG_BYTES.request + metricLines(question) * LOG_BYTES.metrics;
  return MILLION * logDollars(bytes);
}

const ended = { observedAt: 1_790_123_456_789, endsAt: 1_790_127_056_789, watchedUntil: 1_790_128_856_789 };

const chunkBytesOf = new Map<number, number[][]>();

/**
 * Sizes of the chunk items of a directory, by pages of a LIST. Cached, because sealing 10,000 entries takes a
 * while.
 */
function chunkBytes(n: number): number[][] {
  const known = chunkBytesOf.get(n) ?? sealedBytes(n);
  chunkBytesOf.set(n, known);
  return known;
}

function sealedBytes(n: number): number[][] {
  const prefix = `list-${n}/0/`;
  const entries = [...objectsOf({ bucket: BUCKET, prefix, count: n })].map(
    ({ key, etag, ...facts }): Entry => ({
      type: 'object',
      name: key.slice(prefix.length),
      ...facts,
      etag: `"${etag}"`,
      storageClass: 'STANDARD',
    }),
  );
  const directory = { bucket: BUCKET, prefix };
  return Array.from({ length: Math.ceil(n / LIST_MAX_KEYS) }, (_, page) => {
    const from = page * LIST_MAX_KEYS;
    const part = entries.slice(from, from + LIST_MAX_KEYS);
    const range: NameRange = {
      after: from > 0 ? entries[from - 1]!.name : START,
      through: from + LIST_MAX_KEYS < n ? part.at(-1)!.name : END,
    };
    const chunks = cutPage(directory, { entries: part, ...ended, epoch: 'x'.repeat(11), ...range });
    return chunks.map((chunk) => itemBytes(writeChunkInput(directory, chunk, chunk.observedAt).Item ?? {}));
  });
}

/**
 * Read units of one warm page: its (empty) records and the estimated number of chunks. A page after the first one
 * also reads the nearest chunk before it.
 */
function warmUnits(pages: readonly number[][], page: number): number {
  const eventual = (sizes: readonly number[]) =>
    Math.ceil(sizes.reduce((sum, bytes) => sum + bytes, 0) / READ_UNIT_BYTES) / 2;
  const records = 1;
  const chunks = pages.slice(page).flat();
  const guessed = Math.ceil(LIST_MAX_KEYS / CHUNK_TYPICAL_ENTRIES);
  if (page === 0) return records + eventual(chunks.slice(0, guessed));
  return records + eventual(chunks.slice(0, 1)) + Math.max(0.5, eventual(chunks.slice(1, 1 + guessed)));
}

/** Looks up one name in the directory above: its record, and the chunk that covers it. */
const ABOVE_UNITS = 1.5;

/**
 * A complete listing by s3dex in one of the states of bench/cases/listing.ts. The bucket's item, which is read once a
 * second, is not included.
 */
export function s3dexListing(n: number, state: 'cold' | 'warm' | 'after-1-write'): Question {
  const pages = chunkBytes(n);
  const requests = pages.length;
  const warm = pages.reduce((sum, _, page) => sum + warmUnits(pages, page), 0);
  if (state === 'cold') {
    const chunks = pages.flat().reduce((sum, bytes) => sum + Math.ceil(bytes / WRITE_UNIT_BYTES), 0);
    // Read units of each page: a read of chunks and a read of records that find nothing. Pages after the first one
    // also read the chunks that start in them. The watch is cached. Before the first LIST, the parent directory is
    // checked for an entry of this directory.
    const rru = requests * 1.5 + (requests - 1) * 0.5 + ABOVE_UNITS;
    const calls = { s3Lists: requests, s3Heads: 0, rru, wru: chunks + 1 };
    return { calls, requests, functionMs: requests * REQUEST_MS.cold };
  }
  const looked = state === 'after-1-write' ? 1 : 0;
  return {
    // One name is revalidated: the instance has the watch in its cache, and the result is written.
    calls: { s3Lists: 0, s3Heads: looked, rru: warm, wru: looked },
    requests,
    functionMs: requests * REQUEST_MS.warm + looked * REQUEST_MS.looked,
  };
}

export function s3dexStat(): Question {
  return { calls: { ...NOTHING, rru: 1.5 }, requests: 1, functionMs: REQUEST_MS.stat };
}

/** 1,000 objects of a listed directory in one request, which reads the same items as a warm listing. */
export function s3dexStatMany(): Question {
  return { ...s3dexListing(LIST_MAX_KEYS, 'warm'), functionMs: REQUEST_MS.statMany };
}

/**
 * A listing by a rival, which runs in its caller's process, without an HTTP API and a function. `reads`: number of
 * listings between two changes.
 */
export function rivalListing(
  rival: Exclude<ContestantName, 's3dex'>,
  n: number,
  state: 'cold' | 'warm',
): Question {
  const lists = Math.ceil(n / LIST_MAX_KEYS);
  const plain = (calls: Partial<Question['calls']>): Question => ({
    calls: { ...NOTHING, ...calls },
    requests: 0,
    functionMs: 0,
  });
  switch (rival) {
    case 'list-then-head':
    case 'list-then-head-16':
      return plain({ s3Lists: lists, s3Heads: n });
    case 'list-only':
      return plain({ s3Lists: lists });
    case 'ttl-cache':
      return plain({ s3Lists: state === 'cold' ? lists : 0 });
    case 'item-per-object':
      return state === 'cold'
        ? plain({ s3Lists: lists, rru: 1, wru: n + 1 })
        : plain({ rru: 1 + Math.ceil((n * RIVAL_ITEM_BYTES) / READ_UNIT_BYTES) });
  }
}

/**
 * Dollars for a million events below this number of watched directories: the queue, the function, its logs, and one
 * mark for each directory. The reads of heads, once for each batch, are not included, because they depend on the
 * depth of the keys.
 */
export function eventUsd(watched: number, batch = FULL_BATCH): number {
  const functionGbSeconds = (BATCH_MS / 1_000) * EVENTS_FUNCTION_GB;
  const front = { eventsReceived: batch, batches: 1, metricLines: 1, functionGbSeconds };
  return (MILLION * dollarsOf({ ...front, writeUnits: batch * watched }).spent) / batch;
}

/**
 * Dollars for a million complete listings of a directory in which one object is written every hour, with `reads`
 * listings between two writes. s3dex lists the directory again each hour (its life) and asks S3 once about the
 * written name.
 */
export function usdAtReadsPerChange(who: ContestantName, n: number, reads: number, processes = 1): number {
  if (who === 's3dex') {
    const warm = questionUsd(s3dexListing(n, 'warm'));
    const cold = questionUsd(s3dexListing(n, 'cold'));
    const looking = questionUsd(s3dexListing(n, 'after-1-write')) - warm;
    // There is one event an hour, so each event has a batch of its own.
    const event = eventUsd(1, 1) + MILLION * HEADS_READ * PRICES.readUnit;
    const coldReads = Math.min(1, reads);
    return (coldReads * (cold + looking) + Math.max(0, reads - coldReads) * warm + event) / reads;
  }
  if (who === 'ttl-cache') {
    const lists = Math.min(reads, TTL_READS_AN_HOUR * processes);
    return (lists / reads) * callsUsd(rivalListing(who, n, 'cold').calls);
  }
  const write = who === 'item-per-object' ? MILLION * PRICES.writeUnit : 0;
  return callsUsd(rivalListing(who, n, 'warm').calls) + write / reads;
}

/**
 * The range of reads per change in which s3dex costs less; `to` is absent if the range has no upper limit. Undefined
 * if s3dex never costs less.
 */
export function cheaperBetween(
  rival: Exclude<ContestantName, 's3dex'>,
  n: number,
  processes = 1,
): { from: number; to?: number } | undefined {
  let from: number | undefined;
  for (let reads = 1; reads <= MOST_READS; reads = Math.max(reads + 1, Math.floor(reads * 1.01))) {
    const cheaper = usdAtReadsPerChange('s3dex', n, reads) < usdAtReadsPerChange(rival, n, reads, processes);
    if (cheaper) from ??= reads;
    else if (from !== undefined) return { from, to: reads };
  }
  return from === undefined ? undefined : { from };
}
