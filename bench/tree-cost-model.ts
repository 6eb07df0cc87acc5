/** The cost of questions about trees as code, computed from the sizes of the items that are really written. */
import { PRICES } from '../contract/prices.ts';
import { writeChunkInput } from '../lambdas/adapters/dynamodb/chunks.ts';
import { CHUNK_TYPICAL_ENTRIES, type Chunk } from '../lambdas/core/model/chunk.ts';
import type { Entry } from '../lambdas/core/model/entry.ts';
import { type NameRange, START } from '../lambdas/core/model/range.ts';
import type { Scope } from '../lambdas/core/model/scope.ts';
import { cutDigests } from '../lambdas/core/origin/cut-digest.ts';
import { cutPage } from '../lambdas/core/origin/cut-page.ts';
import { LIST_MAX_KEYS } from '../shared/list-bound.ts';
import { BUCKET } from './contestant.ts';
import { type Question, questionUsd, REQUEST_MS } from './cost-model.ts';
import { objectsOf } from './directory.ts';
import { itemBytes } from './item-bytes.ts';
import { callsUsd } from './row.ts';

const READ_UNIT_BYTES = 4_096;
const WRITE_UNIT_BYTES = 1_024;
/** Objects in each directory, as in bench/cases/tree-counts.ts and bench/cases/usage.ts. */
const EACH = { recursive: 20, usage: 100 };
/** The function's time, ms: for each LIST of a cold usage, and for the digest of each page of a warm one. */
const LIST_MS = 17;
const DIGEST_MS = 0.2;
/** Read units before the first LIST of a request: no chunks, no records, and the head with the watch. */
const COLD_UNITS = 3;
/** Read units of looking up the directory in its parent: a record, and the chunk that covers the name. */
const ABOVE_UNITS = 1.5;
const MARKS_UNITS = 1;
/** If the first half of a page is listed again, the second half is written again too. */
const KEPT_HALF = 0.5;
/** As counted by bench/cases/usage.ts. */
const LEAST_PAGES_IN_PARTS = 10;
const PARTS_FACTOR = 1.1;

export type TreeState = 'cold' | 'warm' | 'after-1-write';

/** A recursive listing of up to 1,000 objects in directories of 20. The bucket's item is not included. */
export function s3dexRecursive(n: number, state: TreeState): Question {
  const { chunks, digests } = itemsOf(n, EACH.recursive);
  const requests = 1;
  if (state === 'cold') {
    const wru = 1 + writeUnits([...chunks, ...digests]);
    const calls = { s3Lists: 1, s3Heads: 0, rru: COLD_UNITS + ABOVE_UNITS, wru };
    return { calls, requests, functionMs: REQUEST_MS.cold };
  }
  const looked = state === 'after-1-write' ? 1 : 0;
  const read = chunks.slice(0, Math.ceil(LIST_MAX_KEYS / CHUNK_TYPICAL_ENTRIES));
  return {
    calls: { s3Lists: 0, s3Heads: looked, rru: MARKS_UNITS + eventualUnits(read), wru: looked },
    requests,
    functionMs: REQUEST_MS.warm + looked * REQUEST_MS.looked,
  };
}

/**
 * The usage of a tree with 100 objects in each directory. `lists`: the number of pages that are listed again, because
 * something was written in them since the last question.
 */
export function s3dexUsage(n: number, state: TreeState, lists = state === 'warm' ? 0 : 1): Question {
  const pages = pagesOf(n);
  const { digests } = itemsOf(Math.min(n, LIST_MAX_KEYS), EACH.usage);
  const written = writeUnits(digests);
  if (state === 'cold') {
    const calls = { s3Lists: pages, s3Heads: 0, rru: COLD_UNITS + ABOVE_UNITS, wru: 1 + pages * written };
    return { calls, requests: 1, functionMs: REQUEST_MS.cold + (pages - 1) * LIST_MS };
  }
  const bytes = pages * digests.reduce((sum, size) => sum + size, 0);
  const rru = MARKS_UNITS + eventualUnits([bytes]);
  const calls = { s3Lists: lists, s3Heads: 0, rru, wru: lists * (written + KEPT_HALF) };
  const functionMs = REQUEST_MS.warm + pages * digests.length * DIGEST_MS + lists * LIST_MS;
  return { calls, requests: 1, functionMs: functionMs + (lists > 0 ? REQUEST_MS.looked : 0) };
}

/** Read units of a warm usage of objects that are all in one directory. */
export function unitsOfOneDirectory(n: number): number {
  const { digests } = itemsOf(LIST_MAX_KEYS, LIST_MAX_KEYS);
  return MARKS_UNITS + eventualUnits(digests.map((bytes) => (bytes * n) / LIST_MAX_KEYS));
}

/** A large tree is listed in parts, and the last page of each part is not full. */
function pagesOf(n: number): number {
  const full = Math.ceil(n / LIST_MAX_KEYS);
  return full < LEAST_PAGES_IN_PARTS ? full : Math.ceil(full * PARTS_FACTOR);
}

/** Dollars for a million such sums by one chain of LISTs in the caller's process, which keeps nothing. */
export function chainUsd(n: number): number {
  return callsUsd({ s3Lists: Math.ceil(n / LIST_MAX_KEYS), s3Heads: 0, rru: 0, wru: 0 });
}

/**
 * From this number of changed pages between two usage questions on, a chain of LISTs costs less. Each change is one
 * event with one mark. Undefined if usage always costs less.
 */
export function usageLosesFrom(n: number, usdPerMillionEvents: number): number | undefined {
  const pages = Math.ceil(n / LIST_MAX_KEYS);
  for (let touched = 0; touched <= pages; touched++) {
    const usd = questionUsd(s3dexUsage(n, 'after-1-write', touched)) + touched * usdPerMillionEvents;
    if (usd > chainUsd(n)) return touched;
  }
  return undefined;
}

/** Additional dollars for a million events if trees above their keys are watched, however many. */
export const TREE_MARK_USD = 1e6 * PRICES.writeUnit;

const known = new Map<string, { chunks: number[]; digests: number[] }>();

/** Sizes of the items of one page. Cached, because sealing them takes a while. */
function itemsOf(n: number, each: number): { chunks: number[]; digests: number[] } {
  const id = `${n} ${each}`;
  const items = known.get(id) ?? sealedItems(n, each);
  known.set(id, items);
  return items;
}

function sealedItems(n: number, each: number): { chunks: number[]; digests: number[] } {
  const scope: Scope = { kind: 'tree', bucket: BUCKET, prefix: '' };
  const prefixes = Array.from(
    { length: Math.ceil(n / each) },
    (_, i) => `tree/${String(i).padStart(5, '0')}/`,
  );
  const entries = prefixes.flatMap((prefix) =>
    [...objectsOf({ bucket: BUCKET, prefix, count: each })].map(
      ({ key, etag, ...facts }): Entry => ({
        type: 'object',
        name: key,
        ...facts,
        etag: `"${etag}"`,
        storageClass: 'STANDARD',
      }),
    ),
  );
  const times = { observedAt: 1_790_123_456_789, endsAt: 1_790_127_056_789, watchedUntil: 1_790_128_856_789 };
  const range: NameRange = { after: START, through: entries.at(-1)!.name };
  const page = { entries, ...times, epoch: 'x'.repeat(11), ...range };
  const sizeIn = (kind: Scope['kind']) => (chunk: Chunk) =>
    itemBytes(writeChunkInput({ ...scope, kind }, chunk, chunk.observedAt).Item ?? {});
  return {
    chunks: cutPage(scope, page).map(sizeIn('tree')),
    digests: cutDigests({ ...scope, kind: 'digests' }, page).map(sizeIn('digests')),
  };
}

function writeUnits(sizes: readonly number[]): number {
  return sizes.reduce((sum, bytes) => sum + Math.ceil(bytes / WRITE_UNIT_BYTES), 0);
}

function eventualUnits(sizes: readonly number[]): number {
  return Math.ceil(sizes.reduce((sum, bytes) => sum + bytes, 0) / READ_UNIT_BYTES) / 2;
}
