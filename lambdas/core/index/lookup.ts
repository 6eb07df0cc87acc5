/** One name, asked of the index alone: its record (strong) beside the chunk that covers it. 1.5 read units. */

import { slice } from '../model/cached-page.ts';
import type { Chunk } from '../model/chunk.ts';
import type { Directory } from '../model/names.ts';
import { isAfter, isWithin, justBelow } from '../model/position.ts';
import type { StoredRecord } from '../model/record.ts';
import { type Known, type PageClaim, resolveName } from '../model/resolve-name.ts';
import { judge } from '../model/validity.ts';
import type { Engine } from '../request/engine.ts';
import type { ReadContext } from '../request/read-context.ts';
import { decoded } from './window.ts';

/** `unknown`: nothing is held; `void`: something is, but it may not be used. */
export type LookedUp = Exclude<Known, { state: 'void' }> | { state: 'void' } | { state: 'unknown' };

export async function lookup(
  engine: Engine,
  context: ReadContext,
  directory: Directory,
  name: string,
): Promise<LookedUp> {
  if (!engine.table.canHold(name)) context.bypass('unrepresentable');
  const from = justBelow(name);
  const held = await context.index(() =>
    Promise.all([
      engine.table.readRecord(directory, name),
      engine.table.readChunks(directory, { ...(from !== undefined && { from }), limit: 1 }),
    ]),
  );
  if (!held) return { state: 'unknown' };
  const [record, { chunks }] = held;
  return lookupIn(engine, context, directory, name, record, chunks);
}

/** The same, from chunks and a record (or its absence) already read. Notes the use. */
export function lookupIn(
  engine: Engine,
  context: ReadContext,
  directory: Directory,
  name: string,
  record: StoredRecord | undefined,
  chunks: readonly Chunk[],
): LookedUp {
  if (context.freshness.noCache) return { state: 'unknown' };
  const claim = claimOf(engine, context, directory, name, chunks);
  if (claim === undefined && record?.observation === undefined) return { state: 'unknown' };
  const known = resolveName(name, claim, record, context.policyFor(directory.prefix));
  if (known.state === 'void') context.refused(isTooOld(context, directory, record));
  else context.used(known);
  return known;
}

function claimOf(
  engine: Engine,
  context: ReadContext,
  directory: Directory,
  name: string,
  chunks: readonly Chunk[],
): PageClaim | undefined {
  const by = context.policyFor(directory.prefix);
  let best: Chunk | undefined;
  for (const chunk of chunks) {
    if (!isAfter(name, chunk.after) || !isWithin(name, chunk.through)) continue;
    if (best && best.observedAt >= chunk.observedAt) continue;
    const verdict = judge(chunk, by);
    if (verdict === 'usable') best = chunk;
    else context.refused(verdict === 'too-old');
  }
  const entries = best && decoded(engine, directory, best);
  if (!best || !entries) return undefined;
  // The one entry in the range from just below the name up to the name, if it is the name itself.
  const entry = slice(entries, undefined, name).at(-1);
  const { observedAt, endsAt } = best;
  return { entry: entry?.name === name ? entry : undefined, observedAt, endsAt, fresh: false };
}

function isTooOld(context: ReadContext, directory: Directory, record: StoredRecord | undefined): boolean {
  return (
    record?.observation !== undefined &&
    judge(record.observation, context.policyFor(directory.prefix)) === 'too-old'
  );
}
