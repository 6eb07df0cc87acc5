/**
 * After a removal was marked: does a valid observation still show another entry in the directory? If not, the directory
 * may be gone from its parent's listing, and so on upwards. Level by level, deepest first, so that two removals below one
 * parent are both marked there before the parent is looked at.
 */

import { compareNames } from '../../../shared/byte-order.ts';
import { inParallel } from '../../../shared/in-parallel.ts';
import { DELIMITER } from '../../../shared/keys.ts';
import { decodeChunkBody } from '../codec/chunk-codec.ts';
import type { BucketItem } from '../model/bucket-item.ts';
import type { CachedPage } from '../model/cached-page.ts';
import { MAX_LIFE_MS, MAX_WATCH_MS } from '../model/life.ts';
import { ancestorPlaces, type Directory, directoryId, placeOfDirectory } from '../model/names.ts';
import { isAfter, isWithin, type Position } from '../model/position.ts';
import { resolveName } from '../model/resolve-name.ts';
import { hearsOfChanges } from '../model/served-bucket.ts';
import { type FreshnessPolicy, judge } from '../model/validity.ts';
import { ItemUnreadable } from '../ports/index-table.ts';
import { floorAbove } from '../request/bucket-state.ts';
import type { ChangeContext } from './change-context.ts';
import { mark } from './mark.ts';
import { markTime } from './mark-time.ts';
import { readWatches, type Watched } from './watches.ts';

const LOOKS_AT_ONCE = 16;
/** Chunks read per step while looking for an entry; nearly always the first one shows some. */
const CHUNKS_AT_ONCE = 2;
const RECORDS_AT_ONCE = 250;

export interface Removal {
  /** The directory something was removed from. */
  directory: Directory;
  /** Indexes of the changes in the batch. */
  changes: Set<number>;
}

type Settle = (changes: ReadonlySet<number>, work: () => Promise<boolean>) => Promise<void>;

export async function propagateRemovals(
  context: ChangeContext,
  removals: readonly Removal[],
  settle: Settle,
): Promise<void> {
  const levels = new Map<number, Map<string, Removal>>();
  for (const removal of removals) addTo(levels, removal);
  for (let depth = Math.max(-1, ...levels.keys()); depth > 0; depth--) {
    const level = [...(levels.get(depth)?.values() ?? [])];
    const all = new Set(level.flatMap(({ changes }) => [...changes]));
    let watched: Watched = () => undefined;
    // After the marks of the level below are durable: who watches a directory above from then on sees them.
    await settle(all, async () => {
      watched = await readWatches(
        context,
        level.flatMap(({ directory }) => above(directory)),
      );
      return false;
    });
    await inParallel(level, LOOKS_AT_ONCE, (removal) =>
      settle(removal.changes, async () => {
        const { directory } = removal;
        // Nobody above is watched: nothing that could be marked, on this level or higher.
        if (!above(directory).some((it) => watched(it) !== undefined)) return false;
        if (await isSeenFilled(context, directory)) return false;
        const place = placeOfDirectory(directory.prefix)!;
        const parent: Directory = { bucket: directory.bucket, prefix: place.prefix };
        // The time is taken after the look: a LIST of the parent sent before it may still say present.
        const vanishedAt = markTime(context, context.clock.now());
        const request = { directory: parent, name: place.name, marks: { vanishedAt } };
        const wrote = await mark(context, request, watched(parent));
        addTo(levels, { directory: parent, changes: removal.changes });
        return wrote;
      }),
    );
  }
}

function above({ bucket, prefix }: Directory): Directory[] {
  return ancestorPlaces(prefix).map((place) => ({ bucket, prefix: place.prefix }));
}

function addTo(levels: Map<number, Map<string, Removal>>, { directory, changes }: Removal): void {
  const depth = directory.prefix.split(DELIMITER).length - 1;
  const level = levels.get(depth) ?? new Map<string, Removal>();
  const same = level.get(directoryId(directory))?.changes ?? [];
  level.set(directoryId(directory), { directory, changes: new Set([...same, ...changes]) });
  levels.set(depth, level);
}

/** What cannot be read shows nothing: a mark too many costs a look, a directory gone that is still listed would be wrong. */
async function isSeenFilled(context: ChangeContext, directory: Directory): Promise<boolean> {
  try {
    return await showsAnEntry(context, directory);
  } catch (error) {
    if (!(error instanceof ItemUnreadable)) throw error;
    return false;
  }
}

/** Does the index, by the rule and with marks read strongly now, still show anything in the directory? */
async function showsAnEntry(context: ChangeContext, directory: Directory): Promise<boolean> {
  const state = await context.table.readBucket(directory.bucket);
  if (!state || !hearsOfChanges(state.feed)) return false;
  const by = policyOfLook(context, state, directory.prefix);
  let position: Position;
  for (;;) {
    const range = position === undefined ? {} : { after: position };
    const [records, chunks] = await Promise.all([
      context.table.readRecords(directory, { ...range, limit: RECORDS_AT_ONCE }),
      context.table.readChunks(directory, {
        ...(position !== undefined && { from: position }),
        limit: CHUNKS_AT_ONCE,
      }),
    ]);
    const pages = chunks.chunks.flatMap((chunk): CachedPage[] => {
      const entries = judge(chunk, by) === 'usable' ? decodeChunkBody(directory, chunk) : undefined;
      return entries ? [{ ...chunk, entries, fresh: false }] : [];
    });
    const known = new Map(records.records.map((record) => [record.name, record]));
    const isKnown = (name: string) => isAfter(name, position) && isWithin(name, records.knownThrough);
    for (const page of pages) {
      for (const entry of page.entries) {
        if (!isKnown(entry.name)) continue;
        const claim = { entry, observedAt: page.observedAt, endsAt: page.endsAt, fresh: false };
        if (resolveName(entry.name, claim, known.get(entry.name), by).state === 'present') return true;
      }
    }
    for (const record of records.records) {
      if (record.observation && resolveName(record.name, undefined, record, by).state === 'present')
        return true;
    }
    const next = nextPosition(position, chunks, records.knownThrough);
    if (next === undefined) return false;
    position = next;
  }
}

/** By no settings: what readers keep ends by itself, and with the watch it was made under. */
function policyOfLook(
  { clock, settings }: ChangeContext,
  state: BucketItem,
  prefix: string,
): FreshnessPolicy {
  const now = clock.now() + (clock.offsetMs?.() ?? 0);
  return {
    now,
    latestAt: now + settings.clockMarginMs,
    epoch: state.epoch,
    floorAt: floorAbove(state, prefix),
    staleIfError: false,
    lifeMs: MAX_LIFE_MS,
    watchMs: MAX_WATCH_MS,
  };
}

/** Where to read on: as far as both chunks and records are known; undefined at the end (or when there is no way on). */
function nextPosition(
  position: Position,
  chunks: { chunks: readonly { after?: string; through?: string }[]; more: boolean },
  recordsThrough: string | undefined,
): string | undefined {
  const last = chunks.chunks.at(-1);
  const chunksThrough = chunks.more ? (last?.through ?? last?.after) : undefined;
  const ends = [chunksThrough, recordsThrough].filter((end) => end !== undefined).sort(compareNames);
  const next = ends[0];
  return next !== undefined && isAfter(next, position) ? next : undefined;
}
