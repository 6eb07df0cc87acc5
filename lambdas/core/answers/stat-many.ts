/** Up to 1,000 stats in one request: what the index knows costs nothing, the rest is looked up by the cheapest plan. */

import { compareNames } from '../../../shared/byte-order.ts';
import { inParallel } from '../../../shared/in-parallel.ts';
import { DELIMITER } from '../../../shared/keys.ts';
import { LIST_MAX_KEYS } from '../../../shared/list-bound.ts';
import type { LookedUp } from '../index/lookup.ts';
import { lookupAll } from '../index/lookup-many.ts';
import { type CachedPage, slice } from '../model/cached-page.ts';
import { MISSES_BEFORE_LIST } from '../model/cost.ts';
import { type Directory, placeOfKey } from '../model/names.ts';
import { isAfter, isWithin, justBelow } from '../model/position.ts';
import { fill } from '../origin/fill.ts';
import { revalidateAll } from '../origin/revalidate.ts';
import { beginWatch } from '../origin/watch.ts';
import type { Answer, Failed } from '../questions/answer.ts';
import type { Stat, StatManyQuestion, StatManyResult } from '../questions/stat.ts';
import type { Engine } from '../request/engine.ts';
import { openReadContext } from '../request/open-read-context.ts';
import type { ReadContext } from '../request/read-context.ts';
import { canBeKey, noSuchKey, objectStat, seenOf, statDirectory, statKey } from './stat.ts';

const DIRECTORIES_AT_ONCE = 8;
export async function statMany(
  engine: Engine,
  question: StatManyQuestion,
): Promise<Answer<StatManyResult[]>> {
  const { bucket, keys } = question;
  const context = await openReadContext(engine, question, bucket.statLifeMs);
  const results = await statAll(engine, context, keys);
  if (isFailed(results) && context.mayGoStale(results)) {
    // S3 failed: what is expired but not void may be given, declared as stale, if that answers every key.
    context.staleIfError = true;
    const stale = await statAll(engine, context, keys);
    return isFailed(stale) ? results : answered(stale);
  }
  return isFailed(results) ? results : answered(results);

  function answered(stats: Map<string, Stat | undefined>): Answer<StatManyResult[]> {
    const value = keys.map((key): StatManyResult => {
      const found = stats.get(key);
      return found ? { key, found: true, stat: found } : { key, found: false };
    });
    return { outcome: 'answered', value, provenance: context.provenance() };
  }
}

type Stats = Map<string, Stat | undefined>;

async function statAll(
  engine: Engine,
  context: ReadContext,
  keys: readonly string[],
): Promise<Stats | Failed> {
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
          statNames(engine, context, prefix, names),
    ),
    ...directories.map((key) => () => statDirectoryKey(engine, context, key)),
  ];
  const stats: Stats = new Map();
  for (const part of await inParallel(work, DIRECTORIES_AT_ONCE, (run) => run())) {
    if (isFailed(part)) return part;
    for (const [key, found] of part) stats.set(key, found);
  }
  return stats;
}

async function statDirectoryKey(engine: Engine, context: ReadContext, key: string): Promise<Stats | Failed> {
  const found = await statKey(engine, context, key, false);
  if (!('outcome' in found)) return new Map([[key, found]]);
  return found.code === 'no-such-key' ? new Map([[key, undefined]]) : found;
}

/** All objects asked for in one directory; those that are not there may be directories. */
async function statNames(
  engine: Engine,
  context: ReadContext,
  prefix: string,
  unsorted: string[],
): Promise<Stats | Failed> {
  const directory: Directory = { bucket: context.bucket.name, prefix };
  const names = unsorted.sort(compareNames);
  const known = await lookupAll(engine, context, directory, names);
  const resolved = await resolveUnknown(engine, context, directory, names, known);
  if (isFailed(resolved)) return resolved;
  const { objects, pages } = resolved;
  const stats: Stats = new Map();
  const absent: string[] = [];
  for (const name of names) {
    const found = objects.get(name);
    if (found) stats.set(prefix + name, found);
    else absent.push(name);
  }
  const others = await statDirectoriesNamed(engine, context, directory, absent, pages);
  for (const [i, other] of others.entries()) {
    const key = prefix + absent[i]!;
    if (!('outcome' in other)) stats.set(key, other);
    else if (other.code === 'no-such-key') stats.set(key, undefined);
    else return other;
  }
  return stats;
}

/** The directories of these names, in their order. What the index knows of all of them is read together. */
async function statDirectoriesNamed(
  engine: Engine,
  context: ReadContext,
  parent: Directory,
  names: readonly string[],
  pages: readonly CachedPage[],
): Promise<(Stat | Failed)[]> {
  const possible = names
    .map((name) => name + DELIMITER)
    .filter((name) => canBeKey(parent.prefix + name) && !listedAbsent(pages, name))
    .sort(compareNames);
  const known = await lookupAll(engine, context, parent, possible);
  return inParallel(names, DIRECTORIES_AT_ONCE, async (name) => {
    const state = known.get(name + DELIMITER)?.state ?? 'absent';
    if (state === 'absent') return noSuchKey(context);
    return statDirectory(engine, context, parent.prefix + name + DELIMITER);
  });
}

/** Does one of these pages, fetched for this question, speak for the name and not list it? */
function listedAbsent(pages: readonly CachedPage[], name: string): boolean {
  const page = pages.find(({ after, through }) => isAfter(name, after) && isWithin(name, through));
  return page !== undefined && slice(page.entries, undefined, name).at(-1)?.name !== name;
}

interface Resolved {
  /** By name; names that are not here are no objects. */
  objects: Map<string, Stat>;
  /** What was listed for it. */
  pages: CachedPage[];
}

async function resolveUnknown(
  engine: Engine,
  context: ReadContext,
  directory: Directory,
  names: readonly string[],
  known: ReadonlyMap<string, LookedUp>,
): Promise<Resolved | Failed> {
  const objects = new Map<string, Stat>();
  const pages: CachedPage[] = [];
  let open: string[] = [];
  for (const name of names) {
    const seen = seenOf(known.get(name) ?? { state: 'unknown' }, false);
    if (seen?.outcome === 'present') objects.set(name, objectStat(directory.prefix + name, seen));
    else if (seen === undefined) open.push(name);
  }
  if (open.length === 0) return { objects, pages };
  const forbidden = context.forbidsS3();
  if (forbidden) return forbidden;
  const watch = context.storing ? await beginWatch(engine, context, directory, false) : undefined;
  while (open.length > MISSES_BEFORE_LIST) {
    const filled = await fill(engine, context, directory, {
      after: justBelow(open[0]!),
      pages: [],
      known: [],
      wanted: LIST_MAX_KEYS,
      ...(watch && { watch }),
    });
    if (filled.outcome === 'failed') return filled;
    context.fetched(filled.page, filled.stored);
    pages.push(filled.page);
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
  const looked = await revalidateAll(engine, context, directory, open, watch);
  if ('outcome' in looked) return looked as Failed;
  for (const [name, { found }] of looked) {
    if (found.says === 'object') {
      objects.set(name, objectStat(directory.prefix + name, { outcome: 'present', entry: found.entry }));
    }
  }
  return { objects, pages };
}

function isFailed(value: unknown): value is Failed {
  return typeof value === 'object' && value !== null && 'outcome' in value && value.outcome === 'failed';
}
