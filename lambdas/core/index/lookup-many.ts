/** Looks up several names of one scope, in the index only. Each is looked up as an object and as a directory. */
import { inParallel } from '../../../shared/in-parallel.ts';
import { CHUNK_TYPICAL_ENTRIES, type Chunk } from '../model/chunk.ts';
import { isWithin, justBelow } from '../model/range.ts';
import type { StoredRecord } from '../model/record.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import { ChunkIndex } from './chunk-index.ts';
import { lookupIn, readingOf, UNKNOWN } from './lookup.ts';
import {
  type BothLookedUp,
  directoryName,
  isObject,
  lookupBoth,
  nearestChunks,
  RECORDS_BETWEEN,
  spanOf,
} from './lookup-both.ts';
import { readThrough } from './read-through.ts';

/** If there are at least this many names, ranges are read instead of single items. */
const RANGE_FROM_NAMES = 3;
/** Number of chunks to read in addition to those that the names would fill if they were adjacent. */
const SPARE_CHUNKS = 2;
const MAX_CHUNKS_AT_ONCE = 128;
/**
 * Number of records for each name that are read as a range, and a minimum that costs little. The records of names
 * after them are read one by one.
 */
const RECORDS_A_NAME = 2;
const MIN_RECORDS_AT_ONCE = 64;
const READS_AT_ONCE = 16;

/** Looks up the names (ascending) in the index, in one round of reads if they are close together. */
export async function lookupAll(
  at: ScopeContext,
  names: readonly string[],
): Promise<Map<string, BothLookedUp>> {
  if (names.length < RANGE_FROM_NAMES) {
    const single = await Promise.all(names.map((name) => lookupBoth(at, name)));
    return new Map(names.map((name, i) => [name, single[i]!]));
  }
  for (const name of names) at.index.requireHolds(name);
  const [records, read] = await Promise.all([recordsOf(at, names), chunksOf(at, names)]);
  const chunks = new ChunkIndex(read);
  if (at.index.bypassed) return new Map(names.map((name) => [name, { object: UNKNOWN }]));
  const reading = readingOf(at);
  const known = new Map<string, BothLookedUp>();
  for (const name of names) {
    const of = (asked: string) =>
      lookupIn(at, asked, { record: records.all.get(asked), chunks: chunks.covering(asked) }, reading);
    const object = of(name);
    const directory = isObject(object.value) ? undefined : directoryName(at, name);
    const isReached =
      directory !== undefined && records.isKnown(directory) && chunks.covering(directory).length > 0;
    known.set(name, { object, directory: isReached ? of(directory) : undefined });
  }
  return known;
}

interface Records {
  all: Map<string, StoredRecord>;
  /** True if it is known whether the name has a record. */
  isKnown(name: string): boolean;
}

async function recordsOf(at: ScopeContext, names: readonly string[]): Promise<Records> {
  const all = new Map<string, StoredRecord>();
  const single = new Set<string>();
  const limit = Math.max(MIN_RECORDS_AT_ONCE, RECORDS_A_NAME * names.length);
  const { through } = spanOf(at, names.at(-1)!);
  const read = await at.index.readRecords({ after: justBelow(names[0]!), through, limit });
  if (!read) return { all, isKnown: () => false };
  for (const record of read.records) all.set(record.name, record);
  const beyond = names.filter((name) => !isWithin(spanOf(at, name).through, read.knownThrough));
  await inParallel(beyond, READS_AT_ONCE, async (name) => {
    const span = spanOf(at, name);
    const near = await at.index.readRecords({ ...span, limit: RECORDS_BETWEEN });
    for (const record of near?.records ?? []) all.set(record.name, record);
    if (near && isWithin(span.through, near.knownThrough)) single.add(span.through);
    else if (near && !isWithin(name, near.knownThrough)) {
      const recorded = await at.index.readRecord(name);
      if (recorded?.record) all.set(name, recorded.record);
    }
  });
  return { all, isKnown: (name) => isWithin(name, read.knownThrough) || single.has(name) };
}

/**
 * Returns the chunks that may cover the names. The first read takes as many chunks as adjacent names would fill. If
 * that is not enough, the density of names in these chunks decides whether the rest is read as ranges or one by one.
 */
async function chunksOf(at: ScopeContext, names: readonly string[]): Promise<Chunk[]> {
  const chunks: Chunk[] = [];
  let limit = Math.ceil(names.length / CHUNK_TYPICAL_ENTRIES) + SPARE_CHUNKS;
  for (let left = names; left.length > 0; ) {
    const read = await at.index.readChunks({ from: justBelow(left[0]!), limit });
    if (!read) break;
    chunks.push(...read.chunks);
    const through = readThrough(read);
    // The chunk that may cover the first name was read in any case.
    const rest = left.filter((name, i) => i > 0 && !isWithin(name, through));
    // For the last of the names, this read may not include the chunks nearest to their directories.
    const cut = left.filter((name) => !rest.includes(name) && !isWithin(spanOf(at, name).through, through));
    const namesAChunk = (left.length - rest.length) / Math.max(1, read.chunks.length);
    left = rest;
    limit = Math.min(MAX_CHUNKS_AT_ONCE, Math.ceil(left.length / namesAChunk) + SPARE_CHUNKS);
    const isDense = namesAChunk >= 1;
    const near = await inParallel(isDense ? cut : [...cut, ...left], READS_AT_ONCE, (name) =>
      nearestChunks(at, name),
    );
    chunks.push(...near.flatMap((found) => found ?? []));
    if (!isDense) break;
  }
  return chunks;
}
