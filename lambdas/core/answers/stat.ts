/** What is this object, or this directory? */

import { byteLength } from '../../../shared/byte-length.ts';
import { DELIMITER, MAX_KEY_BYTES } from '../../../shared/keys.ts';
import { type LookedUp, lookup } from '../index/lookup.ts';
import { slice } from '../model/cached-page.ts';
import { MISSES_BEFORE_LIST } from '../model/cost.ts';
import type { ObjectDetail, ObjectEntry } from '../model/entry.ts';
import { type Directory, placeOfKey } from '../model/names.ts';
import { isWithin, justBelow } from '../model/position.ts';
import { fill } from '../origin/fill.ts';
import { look } from '../origin/revalidate.ts';
import { beginWatch, ensureWatch, watchOf, watchTimes } from '../origin/watch.ts';
import type { Answer, Failed } from '../questions/answer.ts';
import type { Stat, StatQuestion } from '../questions/stat.ts';
import type { Engine } from '../request/engine.ts';
import { openReadContext } from '../request/open-read-context.ts';
import type { ReadContext } from '../request/read-context.ts';
import { countDirectory } from './totals.ts';

/** How long a LIST around a name may hold others back from buying the same. */
const BUY_LEASE_MS = 1_500;

/** An object as it is, or its absence, known from the index or from S3. */
export type ObjectSeen =
  | { outcome: 'present'; entry: ObjectEntry; detail?: ObjectDetail }
  | { outcome: 'absent' }
  | Failed;

export async function stat(engine: Engine, question: StatQuestion): Promise<Answer<Stat>> {
  const { bucket, key, full } = question;
  const context = await openReadContext(engine, question, bucket.statLifeMs);
  const found = await statKey(engine, context, key, full);
  if ('outcome' in found) return found;
  return { outcome: 'answered', value: found, provenance: context.provenance() };
}

/** One key within a question that is under way. */
export async function statKey(
  engine: Engine,
  context: ReadContext,
  key: string,
  full: boolean,
): Promise<Stat | Failed> {
  if (key === '' || key.endsWith(DELIMITER)) return statDirectory(engine, context, key);
  const { prefix, name } = placeOfKey(key);
  const directory: Directory = { bucket: context.bucket.name, prefix };
  const seen = await seeObject(engine, context, directory, name, full);
  if (seen.outcome === 'failed') return seen;
  if (seen.outcome === 'present') return objectStat(key, seen);
  return statDirectoryNamed(engine, context, directory, name);
}

export function objectStat(key: string, seen: Extract<ObjectSeen, { outcome: 'present' }>): Stat {
  return { type: 'object', key, entry: seen.entry, ...(seen.detail && { detail: seen.detail }) };
}

/** The directory called `name` without its slash, when there is no such object. The parent's page may know it is not there. */
async function statDirectoryNamed(
  engine: Engine,
  context: ReadContext,
  parent: Directory,
  name: string,
): Promise<Stat | Failed> {
  if (!canBeKey(parent.prefix + name + DELIMITER)) return noSuchKey(context);
  const known = await lookup(engine, context, parent, name + DELIMITER);
  if (known.state === 'absent') return noSuchKey(context);
  return statDirectory(engine, context, parent.prefix + name + DELIMITER);
}

export function canBeKey(text: string): boolean {
  return byteLength(text) <= MAX_KEY_BYTES;
}

export async function statDirectory(
  engine: Engine,
  context: ReadContext,
  prefix: string,
): Promise<Stat | Failed> {
  const counted = await countDirectory(engine, context, { bucket: context.bucket.name, prefix });
  if (counted.outcome === 'failed') return counted;
  return counted.empty ? noSuchKey(context) : { type: 'directory', key: prefix, totals: counted.totals };
}

export function noSuchKey(context: ReadContext): Failed {
  return context.failed('no-such-key', 'There is no object and no directory of this key.');
}

async function seeObject(
  engine: Engine,
  context: ReadContext,
  directory: Directory,
  name: string,
  full: boolean,
): Promise<ObjectSeen> {
  const known = await lookup(engine, context, directory, name);
  const seen = seenOf(known, full);
  if (seen) return seen;
  const looked = await lookOrList(engine, context, directory, name, full || known.state === 'void', full);
  if (looked.outcome !== 'failed' || !context.mayGoStale(looked)) return looked;
  // S3 failed: an expired observation that is not void may be given, declared as stale.
  context.staleIfError = true;
  return seenOf(await lookup(engine, context, directory, name), full) ?? looked;
}

/** A name known from the index as an answer, when it says enough: `full` needs what only a HEAD knows. */
export function seenOf(known: LookedUp, full: boolean): ObjectSeen | undefined {
  if (known.state === 'absent') return { outcome: 'absent' };
  if (known.state !== 'present' || known.entry.type !== 'object') return undefined;
  const detail =
    known.from !== 'page' && known.from.found.says === 'object' ? known.from.found.detail : undefined;
  if (!full) return { outcome: 'present', entry: known.entry };
  return detail && { outcome: 'present', entry: known.entry, detail };
}

/** A HEAD, or after several misses in the directory a LIST around the name (rent or buy). */
async function lookOrList(
  engine: Engine,
  context: ReadContext,
  directory: Directory,
  name: string,
  rentOnly: boolean,
  full: boolean,
): Promise<ObjectSeen> {
  const forbidden = context.forbidsS3();
  if (forbidden) return forbidden;
  const rent = rentOnly || context.freshness.noCache;
  const watch = context.storing
    ? await (rent ? ensureWatch(engine, context, directory) : beginWatch(engine, context, directory, true))
    : undefined;
  if (watch && !rent && watch.misses > MISSES_BEFORE_LIST && context.bucket.listLifeMs > 0) {
    const bought = await buy(engine, context, directory, name);
    if (bought) return bought;
  }
  const looked = await look(engine, context, directory, name, watch);
  if (looked.outcome === 'failed') return looked;
  if (looked.found.says !== 'object') return { outcome: 'absent' };
  return { outcome: 'present', entry: looked.found.entry, ...(full && { detail: looked.found.detail }) };
}

/** One LIST around the name, by whoever takes the lease; giving it back forgets the misses. Undefined: rent after all. */
async function buy(
  engine: Engine,
  context: ReadContext,
  directory: Directory,
  name: string,
): Promise<ObjectSeen | undefined> {
  const now = engine.clock.now();
  const leaseUntil = now + BUY_LEASE_MS;
  const { until } = watchTimes(context.bucket, now);
  const lease = await context.index(() => engine.table.acquireFill(directory, { until, now, leaseUntil }));
  if (!lease?.acquired) return undefined;
  const watch = watchOf(context.bucket, lease.head, now);
  const gap = { after: justBelow(name), pages: [], known: [], wanted: 1, watch };
  const filled = await fill(engine, context, directory, gap);
  if (filled.outcome === 'failed') return filled;
  context.fetched(filled.page, filled.stored);
  await context.index(() => engine.table.releaseFill(directory, leaseUntil));
  if (!isWithin(name, filled.page.through)) return undefined;
  const entry = slice(filled.page.entries, undefined, name).at(-1);
  return entry?.name === name && entry.type === 'object'
    ? { outcome: 'present', entry }
    : { outcome: 'absent' };
}
