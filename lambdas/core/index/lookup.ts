/** One name, asked of the index alone: its record (strong) beside the chunk that covers it. 1.5 read units. */

import { slice } from '../model/cached-page.ts';
import type { Chunk } from '../model/chunk.ts';
import type { Directory } from '../model/names.ts';
import { isAfter, isWithin, justBelow } from '../model/position.ts';
import type { StoredRecord } from '../model/record.ts';
import { type Known, knownOf, type PageClaim } from '../model/resolve-name.ts';
import { judge } from '../model/validity.ts';
import type { Engine } from '../request/engine.ts';
import type { Inquiry } from '../request/read-context.ts';
import { decoded } from './window.ts';

/** `unknown`: nothing is held; `void`: something is, but it may not be used. */
export type LookedUp = Exclude<Known, { state: 'void' }> | { state: 'void' } | { state: 'unknown' };

export async function lookup(
  engine: Engine,
  inquiry: Inquiry,
  directory: Directory,
  name: string,
): Promise<LookedUp> {
  if (!engine.table.canHold(name)) inquiry.bypass('unrepresentable');
  const from = justBelow(name);
  const held = await inquiry.index(() =>
    Promise.all([
      engine.table.readRecord(directory, name),
      engine.table.readChunks(directory, { ...(from !== undefined && { from }), limit: 1 }),
    ]),
  );
  if (!held) return { state: 'unknown' };
  const [record, { chunks }] = held;
  return lookupIn(engine, inquiry, directory, name, record, chunks);
}

/** The same, from chunks and a record (or its absence) already read. Notes the use. */
export function lookupIn(
  engine: Engine,
  inquiry: Inquiry,
  directory: Directory,
  name: string,
  record: StoredRecord | undefined,
  chunks: readonly Chunk[],
): LookedUp {
  if (inquiry.freshness.noCache) return { state: 'unknown' };
  const claim = claimOf(engine, inquiry, directory, name, chunks);
  if (claim === undefined && record?.observation === undefined) return { state: 'unknown' };
  const known = knownOf(name, claim, record, inquiry.judgeFor(directory.prefix));
  if (known.state === 'void') inquiry.refused(isTooOld(inquiry, directory, record));
  else inquiry.used(known);
  return known;
}

function claimOf(
  engine: Engine,
  inquiry: Inquiry,
  directory: Directory,
  name: string,
  chunks: readonly Chunk[],
): PageClaim | undefined {
  const by = inquiry.judgeFor(directory.prefix);
  let best: Chunk | undefined;
  for (const chunk of chunks) {
    if (!isAfter(name, chunk.after) || !isWithin(name, chunk.through)) continue;
    if (best && best.observedAt >= chunk.observedAt) continue;
    const verdict = judge(chunk, by);
    if (verdict === 'usable') best = chunk;
    else inquiry.refused(verdict === 'too-old');
  }
  const entries = best && decoded(engine, directory, best);
  if (!best || !entries) return undefined;
  // The one entry in the range from just below the name up to the name, if it is the name itself.
  const entry = slice(entries, undefined, name).at(-1);
  const { observedAt, endsAt } = best;
  return { entry: entry?.name === name ? entry : undefined, observedAt, endsAt, fresh: false };
}

function isTooOld(inquiry: Inquiry, directory: Directory, record: StoredRecord | undefined): boolean {
  return (
    record?.observation !== undefined &&
    judge(record.observation, inquiry.judgeFor(directory.prefix)) === 'too-old'
  );
}
