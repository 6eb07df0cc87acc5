/** Chunks and records in the form in which inspect shows them. */
import { decodeChunk } from '../index/decode-chunk.ts';
import { type CachedPage, pageAt } from '../model/cached-page.ts';
import type { Chunk } from '../model/chunk.ts';
import { compareEnds, END, EVERYTHING, type NameRange, type Position } from '../model/range.ts';
import type { StoredRecord } from '../model/record.ts';
import type { Scope } from '../model/scope.ts';
import { type FreshnessPolicy, judge, type Verdict } from '../model/validity.ts';
import type { Coverage, InspectedChunk, InspectedRecord } from '../questions/inspect.ts';
import type { Instance } from '../request/instance.ts';

export const STATES: Record<Verdict, InspectedChunk['state']> = {
  usable: 'valid',
  // This verdict exists only for questions with a max-age.
  'too-old': 'valid',
  expired: 'expired',
  floored: 'floored',
  'other-epoch': 'other-epoch',
  // A clock that is wrong made this observation, so its times have no meaning.
  'from-the-future': 'expired',
};

/** Returns the chunk in the form in which it is shown, and as a page if it may be used. */
export function inspectChunk(
  instance: Instance,
  scope: Scope,
  { chunk, policy }: { chunk: Chunk; policy: FreshnessPolicy },
): { shown: InspectedChunk; page: CachedPage | undefined } {
  const { after, through, observedAt, endsAt, sizeBytes } = chunk;
  const verdict = judge(chunk, policy);
  const entries = decodeChunk(instance, scope, chunk);
  const shown: InspectedChunk = {
    after,
    through,
    entries: chunk.count,
    observedAt,
    endsAt,
    sizeBytes,
    storedBytes: chunk.body.length,
    state: entries ? STATES[verdict] : 'undecodable',
  };
  const usable = verdict === 'usable' && entries;
  return { shown, page: usable ? { after, through, observedAt, endsAt, entries, fresh: false } : undefined };
}

export function inspectRecord({ name, marks, observation }: StoredRecord): InspectedRecord {
  if (!observation) return { name, ...marks };
  const { found, observedAt, endsAt } = observation;
  return { name, ...marks, observation: { says: found.says, observedAt, endsAt } };
}

/** Which part of the range the pages cover. */
export function coverageOf(pages: readonly CachedPage[], range: NameRange = EVERYTHING): Coverage {
  if (pages.length === 0) return 'none';
  for (let position: Position = range.after; ; ) {
    const part = pageAt(pages, position);
    if (!part) return 'partial';
    if (part.through === END || compareEnds(part.through, range.through) >= 0) return 'complete';
    position = part.through;
  }
}
