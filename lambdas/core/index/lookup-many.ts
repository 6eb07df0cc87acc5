/** Looks up several names of one scope, in the index only. */
import { inParallel } from '../../../shared/in-parallel.ts';
import type { Chunk } from '../model/chunk.ts';
import { justBelow } from '../model/just-below.ts';
import { contains, isWithin, type NameRange } from '../model/range.ts';
import type { StoredRecord } from '../model/record.ts';
import { type Evidence, fold, NO_EVIDENCE, type WithEvidence } from '../request/evidence.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import { type LookedUp, lookup, lookupIn, UNKNOWN } from './lookup.ts';

/** From this number of names on, ranges are read instead of single items. */
const RANGE_FROM_NAMES = 3;
const MAX_CHUNKS_AT_ONCE = 16;
/** The nearest chunk and the one after it: together they show whether a chunk covers the names between them. */
const MIN_CHUNKS_AT_ONCE = 2;
/**
 * Records per requested name that are read as a range, and a minimum that costs little. Names after them are read one
 * by one.
 */
const RECORDS_A_NAME = 2;
const MIN_RECORDS_AT_ONCE = 64;
const READS_AT_ONCE = 16;

/** Looks up the names (ascending) in the index, with few reads when they are close together. */
export async function lookupAll(
  at: ScopeContext,
  names: readonly string[],
): Promise<WithEvidence<Map<string, LookedUp>>> {
  if (names.length < RANGE_FROM_NAMES) {
    const single: [string, WithEvidence<LookedUp>][] = [];
    for (const name of names) single.push([name, await lookup(at, name)]);
    return gathered(single);
  }
  for (const name of names) at.index.requireHolds(name);
  const [records, chunks] = await Promise.all([recordsOf(at, names), chunksOf(at, names)]);
  return gathered(
    names.map((name) => {
      if (at.index.bypassed) return [name, UNKNOWN];
      return [name, lookupIn(at, name, { record: records.get(name), chunks: chunks.get(name) ?? [] })];
    }),
  );
}

function gathered(known: [string, WithEvidence<LookedUp>][]): WithEvidence<Map<string, LookedUp>> {
  const evidence: Evidence = known.reduce((sum, [, { evidence: part }]) => fold(sum, part), NO_EVIDENCE);
  return { value: new Map(known.map(([name, { value }]) => [name, value])), evidence };
}

async function recordsOf(at: ScopeContext, names: readonly string[]): Promise<Map<string, StoredRecord>> {
  const records = new Map<string, StoredRecord>();
  const limit = Math.max(MIN_RECORDS_AT_ONCE, RECORDS_A_NAME * names.length);
  const range: NameRange = { after: justBelow(names[0]!), through: names.at(-1)! };
  const read = await at.index.readRecords({ ...range, limit });
  if (!read) return records;
  for (const record of read.records) records.set(record.name, record);
  const beyond = names.filter((name) => !isWithin(name, read.knownThrough));
  await inParallel(beyond, READS_AT_ONCE, async (name) => {
    const single = await at.index.readRecord(name);
    if (single?.record) records.set(name, single.record);
  });
  return records;
}

/** The chunks that may cover each name. While the names are close together, more chunks are read at once. */
async function chunksOf(at: ScopeContext, names: readonly string[]): Promise<Map<string, Chunk[]>> {
  const chunksByName = new Map<string, Chunk[]>();
  let limit = MIN_CHUNKS_AT_ONCE;
  let next = 0;
  while (next < names.length) {
    const first = next;
    const read = await at.index.readChunks({ from: justBelow(names[first]!), limit });
    if (!read) break;
    const last = read.chunks.at(-1);
    const isRead = (name: string) => !read.more || (last !== undefined && isWithin(name, last.through));
    do {
      const name = names[next]!;
      chunksByName.set(
        name,
        read.chunks.filter((chunk) => contains(chunk, name)),
      );
      next++;
    } while (next < names.length && isRead(names[next]!));
    const closer = next - first > 1;
    limit = closer ? Math.min(MAX_CHUNKS_AT_ONCE, limit * 2) : Math.max(MIN_CHUNKS_AT_ONCE, limit >>> 1);
  }
  return chunksByName;
}
