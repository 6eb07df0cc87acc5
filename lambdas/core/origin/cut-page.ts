/**
 * Cuts a page into chunks. DynamoDB bills writes by 1 KB and reads by 4 KB, so each chunk fills an item of 4 KB if
 * possible. Deletes are billed by 1 KB too. So existing chunks are overwritten instead of deleted: if possible, new
 * chunks have the same starts as old ones.
 */

import { byteLength } from '../../../shared/byte-length.ts';
import { compareNames } from '../../../shared/byte-order.ts';
import { type ChunkHeader, encodeChunkBody } from '../codec/chunk-codec.ts';
import type { Chunk } from '../model/chunk.ts';
import type { Entry } from '../model/entry.ts';
import { contains, type NameRange } from '../model/range.ts';
import type { Scope } from '../model/scope.ts';
import {
  CHUNK_MIN_ENTRIES,
  cutPart,
  type Part,
  restAfter,
  type Seal,
  type Sealed,
  startOf,
} from './cut-part.ts';

/** Upper limit for an item without keys, range, epoch and body: attribute names and numbers. */
const ITEM_FRAME_BYTES = 75;
/** Size of the attribute that only chunks with directories have. */
const DIRECTORIES_BYTES = 4;

export interface ObservedPage extends NameRange {
  entries: readonly Entry[];
  observedAt: number;
  endsAt: number;
  watchedUntil: number;
  epoch: string;
}

/** The newest lastModified of the objects, epoch ms; `undefined` if no object has a time. */
export function newestOf(entries: readonly Entry[]): number | undefined {
  let newest: number | undefined;
  for (const entry of entries) {
    if (entry.type === 'object' && entry.lastModifiedMs !== undefined && !(newest! >= entry.lastModifiedMs))
      newest = entry.lastModifiedMs;
  }
  return newest;
}

/**
 * Returns the chunks of a page: adjacent, in order, and at least one, because an empty page also says that names are
 * absent. `starts`: the starts of existing chunks. Pure.
 */
export function cutPage(scope: Scope, page: ObservedPage, starts: readonly string[] = []): Chunk[] {
  const seal: Seal = (part) => sealed(scope, page, part);
  const parts = partsBetween(page, starts);
  const grown = parts.length > 1;
  return parts
    .flatMap((part) => partsOfExactSums(part, page.entries))
    .flatMap((part) => cutPart(seal, page.entries, part, grown));
}

/**
 * Divides a part so that each sum of sizes is exact. Numbers are exact only up to 2^53: about 180 objects of 50 TB.
 */
function partsOfExactSums(part: Part, entries: readonly Entry[]): Part[] {
  const parts: Part[] = [];
  let rest = part;
  let sumBytes = 0;
  for (let i = part.from; i < part.to; i++) {
    const entry = entries[i]!;
    const sizeBytes = entry.type === 'object' ? entry.sizeBytes : 0;
    sumBytes += sizeBytes;
    if (Number.isSafeInteger(sumBytes)) continue;
    parts.push(startOf(rest, i - rest.from, entries));
    rest = restAfter(rest, i - rest.from, entries);
    sumBytes = sizeBytes;
  }
  return [...parts, rest];
}

/** Divides the page at the starts that have enough entries on both sides. */
function partsBetween(page: ObservedPage, starts: readonly string[]): Part[] {
  const { after, through, entries } = page;
  const inside = starts.filter((start) => contains(page, start));
  const parts: Part[] = [];
  let next: Omit<Part, 'to' | 'through'> = { from: 0, after };
  let i = 0;
  for (const start of inside.sort(compareNames)) {
    while (i < entries.length && compareNames(entries[i]!.name, start) <= 0) i++;
    if (i - next.from < CHUNK_MIN_ENTRIES || entries.length - i < CHUNK_MIN_ENTRIES) continue;
    parts.push({ ...next, to: i, through: start });
    next = { from: i, after: start };
  }
  return [...parts, { ...next, to: entries.length, through }];
}

function sealed(scope: Scope, page: ObservedPage, { from, to, after, through }: Part): Sealed {
  const entries = page.entries.slice(from, to);
  const header = headerOf(page, entries, { after, through });
  const body = encodeChunkBody(scope, header, entries);
  const texts = [scope.bucket, scope.prefix, page.epoch, after, through];
  const frame = ITEM_FRAME_BYTES + (header.directories ? DIRECTORIES_BYTES : 0);
  const bytes = texts.reduce<number>(
    (sum, text) => sum + (typeof text === 'string' ? byteLength(text) : 0),
    frame + body.length,
  );
  return { chunk: { ...header, body }, bytes };
}

function headerOf(page: ObservedPage, entries: readonly Entry[], range: NameRange): ChunkHeader {
  const { observedAt, endsAt, watchedUntil, epoch } = page;
  const count = entries.length;
  let sizeBytes = 0;
  let directories = 0;
  for (const entry of entries)
    if (entry.type === 'object') sizeBytes += entry.sizeBytes;
    else directories++;
  const sums = { count, directories: directories || undefined, sizeBytes, newestMs: newestOf(entries) };
  return { ...range, observedAt, endsAt, watchedUntil, epoch, ...sums };
}
