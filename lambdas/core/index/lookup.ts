/**
 * Looks up one name, in the index only: reads its record (strongly consistent) and the chunk that covers it. 1.5 read
 * units.
 */
import type { Chunk } from '../model/chunk.ts';
import { findEntry } from '../model/entries.ts';
import type { Entry } from '../model/entry.ts';
import { contains, justBelow } from '../model/range.ts';
import type { StoredRecord } from '../model/record.ts';
import { claimOf, type Known, type PageClaim, resolveName } from '../model/resolve-name.ts';
import { type FreshnessPolicy, judge } from '../model/validity.ts';
import { fold, fromIndex, NO_EVIDENCE, refusedAs, type WithEvidence } from '../request/evidence.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import { decodeChunk } from './decode-chunk.ts';

/** `unknown`: the index has no data about the name. `void`: it has data that may not be used. */
export type LookedUp = Known | { state: 'unknown' };

export const UNKNOWN: WithEvidence<LookedUp> = { value: { state: 'unknown' }, evidence: NO_EVIDENCE };

/** What was read about a name. */
export interface Found {
  record: StoredRecord | undefined;
  chunks: readonly Chunk[];
}

/** The common policy and decoded chunks of names that are looked up together. */
export interface Reading {
  policy: FreshnessPolicy;
  /** Checks and decodes each chunk only once, even if it covers several names. */
  entriesOf(chunk: Chunk): readonly Entry[] | undefined;
}

export async function lookup(at: ScopeContext, name: string): Promise<WithEvidence<LookedUp>> {
  at.index.requireHolds(name);
  const [recorded, listed] = await Promise.all([
    at.index.readRecord(name),
    at.index.readChunks({ from: justBelow(name), limit: 1 }),
  ]);
  if (!recorded || !listed) return UNKNOWN;
  return lookupIn(at, name, { record: recorded.record, chunks: listed.chunks });
}

/** Creates the Reading for names that are looked up together. */
export function readingOf(at: ScopeContext): Reading {
  const decoded = new Map<Chunk, readonly Entry[] | undefined>();
  return {
    policy: at.freshnessPolicy(),
    entriesOf(chunk) {
      if (!decoded.has(chunk)) decoded.set(chunk, decodeChunk(at.instance, at.scope, chunk));
      return decoded.get(chunk);
    },
  };
}

/** Like lookup, but with items that were already read. */
export function lookupIn(
  at: ScopeContext,
  name: string,
  { record, chunks }: Found,
  reading = readingOf(at),
): WithEvidence<LookedUp> {
  if (at.policy.ignoresStored) return UNKNOWN;
  const { policy } = reading;
  const { value: claim, evidence } = claimAbout(reading, name, chunks);
  const observation = record?.observation;
  if (!claim && !observation) return { value: { state: 'unknown' }, evidence };
  const known = resolveName(name, claim, record, policy);
  if (known.state !== 'void') return { value: known, evidence: fold(evidence, fromIndex(known)) };
  const verdict = observation ? judge(observation, policy) : 'usable';
  return { value: known, evidence: fold(evidence, refusedAs(verdict === 'usable' ? 'void' : verdict)) };
}

/** Returns what the latest usable chunk says about the name. */
function claimAbout(
  { policy, entriesOf }: Reading,
  name: string,
  chunks: readonly Chunk[],
): WithEvidence<PageClaim | undefined> {
  let latest: Chunk | undefined;
  let evidence = NO_EVIDENCE;
  for (const chunk of chunks) {
    if (!contains(chunk, name) || (latest && latest.observedAt >= chunk.observedAt)) continue;
    const verdict = judge(chunk, policy);
    if (verdict === 'usable') latest = chunk;
    else evidence = fold(evidence, refusedAs(verdict));
  }
  const entries = latest && entriesOf(latest);
  if (!latest || !entries) return { value: undefined, evidence };
  return { value: claimOf({ ...latest, fresh: false }, findEntry(entries, name)), evidence };
}
