/** Several names of one directory, asked of the index alone. */

import { inParallel } from '../../../shared/in-parallel.ts';
import type { Chunk } from '../model/chunk.ts';
import type { Directory } from '../model/names.ts';
import { isAfter, isWithin, justBelow } from '../model/position.ts';
import type { StoredRecord } from '../model/record.ts';
import type { Engine } from '../request/engine.ts';
import type { ReadContext } from '../request/read-context.ts';
import { type LookedUp, lookup, lookupIn } from './lookup.ts';

/** From this many names in one directory on, ranges are read instead of single items. */
const RANGE_FROM_NAMES = 3;
const MAX_CHUNKS_AT_ONCE = 16;
/** The nearest chunk and the one after it: so it is seen that none covers the names in between, or that there is none. */
const MIN_CHUNKS_AT_ONCE = 2;
/** Records read as a range: so many for each name asked for, and as many as cost little. What lies beyond is read one by one. */
const RECORDS_A_NAME = 2;
const MIN_RECORDS_AT_ONCE = 64;
const READS_AT_ONCE = 16;

/** What the index says of the names (ascending), by as few reads as their density allows. */
export async function lookupAll(
  engine: Engine,
  context: ReadContext,
  directory: Directory,
  names: readonly string[],
): Promise<Map<string, LookedUp>> {
  const known = new Map<string, LookedUp>();
  if (names.length < RANGE_FROM_NAMES) {
    for (const name of names) known.set(name, await lookup(engine, context, directory, name));
    return known;
  }
  for (const name of names) if (!engine.table.canHold(name)) context.bypass('unrepresentable');
  const [records, chunks] = await Promise.all([
    recordsOf(engine, context, directory, names),
    chunksOf(engine, context, directory, names),
  ]);
  for (const name of names) {
    known.set(
      name,
      context.bypassed
        ? { state: 'unknown' }
        : lookupIn(engine, context, directory, name, records.get(name), chunks.get(name) ?? []),
    );
  }
  return known;
}

async function recordsOf(
  engine: Engine,
  context: ReadContext,
  directory: Directory,
  names: readonly string[],
): Promise<Map<string, StoredRecord>> {
  const records = new Map<string, StoredRecord>();
  const through = names.at(-1)!;
  const after = justBelow(names[0]!);
  const limit = Math.max(MIN_RECORDS_AT_ONCE, RECORDS_A_NAME * names.length);
  const page = await context.index(() =>
    engine.table.readRecords(directory, { ...(after !== undefined && { after }), through, limit }),
  );
  for (const record of page?.records ?? []) records.set(record.name, record);
  const knownThrough = page?.knownThrough;
  if (knownThrough === undefined) return records;
  const beyond = names.filter((name) => isAfter(name, knownThrough));
  await inParallel(beyond, READS_AT_ONCE, async (name) => {
    const record = await context.index(() => engine.table.readRecord(directory, name));
    if (record) records.set(name, record);
  });
  return records;
}

/** For each name the chunks that may cover it. Reads ahead while the names lie close together. */
async function chunksOf(
  engine: Engine,
  context: ReadContext,
  directory: Directory,
  names: readonly string[],
): Promise<Map<string, Chunk[]>> {
  const chunksByName = new Map<string, Chunk[]>();
  let limit = MIN_CHUNKS_AT_ONCE;
  let next = 0;
  while (next < names.length) {
    const from = justBelow(names[next]!);
    const page = await context.index(() =>
      engine.table.readChunks(directory, { ...(from !== undefined && { from }), limit }),
    );
    if (!page) break;
    const last = page.chunks.at(-1);
    const first = next;
    while (
      next < names.length &&
      (next === first || !page.more || (last && isWithin(names[next]!, last.through)))
    ) {
      const name = names[next]!;
      chunksByName.set(
        name,
        page.chunks.filter((chunk) => isAfter(name, chunk.after) && isWithin(name, chunk.through)),
      );
      next++;
    }
    const closer = next - first > 1;
    limit = closer ? Math.min(MAX_CHUNKS_AT_ONCE, limit * 2) : Math.max(MIN_CHUNKS_AT_ONCE, limit >>> 1);
  }
  return chunksByName;
}
