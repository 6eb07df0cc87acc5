/** Up to 1,000 stats in one request: what the index knows costs nothing, the rest is looked up by the cheapest plan. */
import type { Chunk } from './chunk.ts';
import { MISSES_BEFORE_LIST } from './cost.ts';
import type { Engine } from './engine.ts';
import { fill } from './fill.ts';
import { slice } from './held.ts';
import { Inquiry } from './inquiry.ts';
import { openIndex } from './list.ts';
import { lookAtAll } from './look.ts';
import { type LookedUp, lookup, lookupIn } from './lookup.ts';
import { type Directory, placeOfKey } from './names.ts';
import { compareNames } from './order.ts';
import { inParallel } from './parallel.ts';
import { isAfter, isWithin, justBelow } from './position.ts';
import type { Answer, Failed, Stat, StatManyQuestion, StatManyResult } from './questions.ts';
import type { StoredRecord } from './record.ts';
import { objectStat, seenOf, statDirectoryNamed, statKey } from './stat.ts';
import { beginWatch } from './watch.ts';

const DIRECTORIES_AT_ONCE = 8;
/** From this many names in one directory on, ranges are read instead of single items. */
const RANGE_FROM_NAMES = 3;
const MAX_CHUNKS_AT_ONCE = 16;
const RECORDS_AT_ONCE = 1_000;

export async function statMany(
  engine: Engine,
  question: StatManyQuestion,
): Promise<Answer<StatManyResult[]>> {
  const { bucket, keys, freshness } = question;
  const inquiry = new Inquiry(engine.clock, bucket, freshness, engine.settings.requestBudgetMs);
  if (bucket.statLifeMs === 0) inquiry.bypass('not-cached');
  await openIndex(engine, inquiry);
  const results = await statAll(engine, inquiry, keys);
  if (isFailed(results) && isPassing(results) && !freshness.noCache && !inquiry.bypassed) {
    // S3 failed: what is expired but not void may be given, declared as stale, if that answers every key.
    inquiry.staleIfError = true;
    const stale = await statAll(engine, inquiry, keys);
    return isFailed(stale) ? results : answered(stale);
  }
  return isFailed(results) ? results : answered(results);

  function answered(stats: Map<string, Stat | undefined>): Answer<StatManyResult[]> {
    const value = keys.map((key): StatManyResult => {
      const found = stats.get(key);
      return found ? { key, found: true, stat: found } : { key, found: false };
    });
    return { outcome: 'answered', value, provenance: inquiry.provenance() };
  }
}

type Stats = Map<string, Stat | undefined>;

async function statAll(engine: Engine, inquiry: Inquiry, keys: readonly string[]): Promise<Stats | Failed> {
  const directories: string[] = [];
  const namesByPrefix = new Map<string, string[]>();
  for (const key of new Set(keys)) {
    const { prefix, name } = placeOfKey(key);
    if (name === '') directories.push(key);
    else namesByPrefix.set(prefix, [...(namesByPrefix.get(prefix) ?? []), name]);
  }
  const work = [
    ...[...namesByPrefix].map(
      ([prefix, names]) =>
        () =>
          statNames(engine, inquiry, prefix, names),
    ),
    ...directories.map((key) => () => statDirectoryKey(engine, inquiry, key)),
  ];
  const stats: Stats = new Map();
  for (const part of await inParallel(work, DIRECTORIES_AT_ONCE, (run) => run())) {
    if (isFailed(part)) return part;
    for (const [key, found] of part) stats.set(key, found);
  }
  return stats;
}

async function statDirectoryKey(engine: Engine, inquiry: Inquiry, key: string): Promise<Stats | Failed> {
  const found = await statKey(engine, inquiry, key, false);
  if (!('outcome' in found)) return new Map([[key, found]]);
  return found.code === 'no-such-key' ? new Map([[key, undefined]]) : found;
}

/** All objects asked for in one directory; those that are not there may be directories. */
async function statNames(
  engine: Engine,
  inquiry: Inquiry,
  prefix: string,
  unsorted: string[],
): Promise<Stats | Failed> {
  const directory: Directory = { bucket: inquiry.bucket.name, prefix };
  const names = unsorted.sort(compareNames);
  const known = await lookupAll(engine, inquiry, directory, names);
  const objects = await resolveUnknown(engine, inquiry, directory, names, known);
  if (isFailed(objects)) return objects;
  const stats: Stats = new Map();
  const absent: string[] = [];
  for (const name of names) {
    const found = objects.get(name);
    if (found) stats.set(prefix + name, found);
    else absent.push(name);
  }
  const others = await inParallel(absent, DIRECTORIES_AT_ONCE, (name) =>
    statDirectoryNamed(engine, inquiry, directory, name),
  );
  for (const [i, other] of others.entries()) {
    const key = prefix + absent[i]!;
    if (!('outcome' in other)) stats.set(key, other);
    else if (other.code === 'no-such-key') stats.set(key, undefined);
    else return other;
  }
  return stats;
}

/** What the index says of the names (ascending), by as few reads as their density allows. */
async function lookupAll(
  engine: Engine,
  inquiry: Inquiry,
  directory: Directory,
  names: readonly string[],
): Promise<Map<string, LookedUp>> {
  const known = new Map<string, LookedUp>();
  if (names.length < RANGE_FROM_NAMES) {
    for (const name of names) known.set(name, await lookup(engine, inquiry, directory, name));
    return known;
  }
  for (const name of names) if (!engine.table.canHold(name)) inquiry.bypass('unrepresentable');
  const [records, chunks] = await Promise.all([
    recordsOf(engine, inquiry, directory, names),
    chunksOf(engine, inquiry, directory, names),
  ]);
  for (const name of names) {
    known.set(
      name,
      inquiry.bypassed
        ? { state: 'unknown' }
        : lookupIn(engine, inquiry, directory, name, records.get(name), chunks.get(name) ?? []),
    );
  }
  return known;
}

async function recordsOf(
  engine: Engine,
  inquiry: Inquiry,
  directory: Directory,
  names: readonly string[],
): Promise<Map<string, StoredRecord>> {
  const records = new Map<string, StoredRecord>();
  const through = names.at(-1)!;
  let after = justBelow(names[0]!);
  for (;;) {
    const range = { ...(after !== undefined && { after }), through, limit: RECORDS_AT_ONCE };
    const page = await inquiry.index(() => engine.table.readRecords(directory, range));
    for (const record of page?.records ?? []) records.set(record.name, record);
    if (page?.knownThrough === undefined) return records;
    after = page.knownThrough;
  }
}

/** For each name the chunks that may cover it. Reads ahead while the names lie close together. */
async function chunksOf(
  engine: Engine,
  inquiry: Inquiry,
  directory: Directory,
  names: readonly string[],
): Promise<Map<string, Chunk[]>> {
  const chunksByName = new Map<string, Chunk[]>();
  let limit = 1;
  let next = 0;
  while (next < names.length) {
    const from = justBelow(names[next]!);
    const page = await inquiry.index(() =>
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
    limit = next - first > 1 ? Math.min(MAX_CHUNKS_AT_ONCE, limit * 2) : Math.max(1, limit >>> 1);
  }
  return chunksByName;
}

/** Objects by name; names not in the answer are no objects. */
async function resolveUnknown(
  engine: Engine,
  inquiry: Inquiry,
  directory: Directory,
  names: readonly string[],
  known: ReadonlyMap<string, LookedUp>,
): Promise<Map<string, Stat> | Failed> {
  const objects = new Map<string, Stat>();
  let open: string[] = [];
  for (const name of names) {
    const seen = seenOf(known.get(name) ?? { state: 'unknown' }, false);
    if (seen?.outcome === 'present') objects.set(name, objectStat(directory.prefix + name, seen));
    else if (seen === undefined) open.push(name);
  }
  if (open.length === 0) return objects;
  const forbidden = inquiry.forbidsS3();
  if (forbidden) return forbidden;
  const watch = inquiry.storing ? await beginWatch(engine, inquiry, directory, false) : undefined;
  while (open.length > MISSES_BEFORE_LIST && watch && inquiry.bucket.listLifeMs > 0) {
    const filled = await fill(engine, inquiry, directory, {
      after: justBelow(open[0]!),
      pages: [],
      known: [],
      wanted: open.length,
      watch,
    });
    if (filled.outcome === 'failed') return filled;
    inquiry.fetched(filled.page, filled.stored);
    const answered = open.filter((name) => isWithin(name, filled.page.through));
    for (const name of answered) {
      const entry = slice(filled.page.entries, undefined, name).at(-1);
      if (entry?.name === name && entry.type === 'object') {
        objects.set(name, objectStat(directory.prefix + name, { outcome: 'present', entry }));
      }
    }
    open = open.slice(answered.length);
    // Names far apart in a large directory: a LIST that answers fewer than it costs in HEADs was the last.
    if (answered.length <= MISSES_BEFORE_LIST) break;
  }
  const looked = await lookAtAll(engine, inquiry, directory, open, watch);
  if ('outcome' in looked) return looked as Failed;
  for (const [name, { found }] of looked) {
    if (found.says === 'object') {
      objects.set(name, objectStat(directory.prefix + name, { outcome: 'present', entry: found.entry }));
    }
  }
  return objects;
}

function isPassing(failed: Failed): boolean {
  return failed.code === 'unavailable' || failed.code === 'upstream-failed';
}

function isFailed(value: unknown): value is Failed {
  return typeof value === 'object' && value !== null && 'outcome' in value && value.outcome === 'failed';
}
