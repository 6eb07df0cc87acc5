/** What the index holds of one directory, for people. Reads only the index. */

import { decoded } from '../index/window.ts';
import { type CachedPage, pageAt, slice } from '../model/cached-page.ts';
import type { Chunk } from '../model/chunk.ts';
import type { Directory } from '../model/names.ts';
import type { Position } from '../model/position.ts';
import type { StoredRecord } from '../model/record.ts';
import { resolveName } from '../model/resolve-name.ts';
import type { ServedBucket } from '../model/served-bucket.ts';
import { type FreshnessPolicy, judge, type Verdict } from '../model/validity.ts';
import { IndexUnavailable } from '../ports/index-table.ts';
import type { Failed } from '../questions/answer.ts';
import type { InspectedChunk, InspectedRecord, Inspection } from '../questions/inspect.ts';
import { floorAbove, policyOf } from '../request/bucket-state.ts';
import type { Engine } from '../request/engine.ts';

/** Of a very large directory only the beginning is inspected: this many chunks and records. */
const MAX_CHUNKS = 200;
const MAX_RECORDS = 1_000;

export async function inspect(
  engine: Engine,
  question: { bucket: ServedBucket; directory: string },
): Promise<{ outcome: 'answered'; value: Inspection } | Failed> {
  const directory: Directory = { bucket: question.bucket.name, prefix: question.directory };
  try {
    const [state, head, chunkPage, recordPage] = await Promise.all([
      engine.state.of(question.bucket),
      engine.table.readHead(directory),
      engine.table.readChunks(directory, { limit: MAX_CHUNKS }),
      engine.table.readRecords(directory, { limit: MAX_RECORDS }),
    ]);
    const by = policyOf(question.bucket, state, directory.prefix, {
      now: engine.clock.now(),
      clockMarginMs: engine.settings.clockMarginMs,
    });
    const pages: CachedPage[] = [];
    const chunks = chunkPage.chunks.map((chunk) => inspectChunk(engine, directory, chunk, by, pages));
    const floorAt = floorAbove(state, directory.prefix);
    const value: Inspection = {
      ...(head && {
        head: { watchedUntil: head.watchedUntil, misses: head.misses, leaseUntil: head.leaseUntil },
      }),
      ...(floorAt > 0 && { floorAt }),
      chunks,
      records: recordPage.records.map(inspectRecord),
      voidNames: countVoid(pages, recordPage.records, by),
      coverage: coverageOf(pages),
      truncated: chunkPage.more || recordPage.knownThrough !== undefined,
    };
    return { outcome: 'answered', value };
  } catch (error) {
    if (!(error instanceof IndexUnavailable)) throw error;
    return { outcome: 'failed', code: 'unavailable', detail: 'The index did not answer.' };
  }
}

function inspectChunk(
  engine: Engine,
  directory: Directory,
  chunk: Chunk,
  by: FreshnessPolicy,
  pages: CachedPage[],
): InspectedChunk {
  const { after, through, observedAt, endsAt, sizeBytes } = chunk;
  const verdict = judge(chunk, by);
  const entries = decoded(engine, directory, chunk);
  const range = { ...(after !== undefined && { after }), ...(through !== undefined && { through }) };
  if (verdict === 'usable' && entries) pages.push({ ...range, observedAt, endsAt, entries, fresh: false });
  return {
    ...range,
    entries: chunk.count,
    observedAt,
    endsAt,
    sizeBytes,
    storedBytes: chunk.body.length,
    state: entries ? STATES[verdict] : 'undecodable',
  };
}

const STATES: Record<Verdict, InspectedChunk['state']> = {
  usable: 'valid',
  // Only a max-age in the question makes something too old.
  'too-old': 'valid',
  expired: 'expired',
  floored: 'floored',
  'other-epoch': 'other-epoch',
  // Its times mean nothing: a wrong clock wrote it.
  'from-the-future': 'expired',
};

function inspectRecord({ name, marks, observation }: StoredRecord): InspectedRecord {
  return {
    name,
    ...marks,
    ...(observation && {
      observation: {
        says: observation.found.says,
        observedAt: observation.observedAt,
        endsAt: observation.endsAt,
      },
    }),
  };
}

/** Names with a record that a whole read now would have to look at again. */
function countVoid(
  pages: readonly CachedPage[],
  records: readonly StoredRecord[],
  by: FreshnessPolicy,
): number {
  let count = 0;
  for (const record of records) {
    const page = latestOf(pages, record.name);
    if (!page) continue;
    const entry = slice(page.entries, undefined, record.name).at(-1);
    const claim = {
      entry: entry?.name === record.name ? entry : undefined,
      observedAt: page.observedAt,
      endsAt: page.endsAt,
      fresh: false,
    };
    if (resolveName(record.name, claim, record, by).state === 'void') count++;
  }
  return count;
}

/** Of the pages in whose range the name lies: a LIST around a name may lie over older chunks. */
function latestOf(pages: readonly CachedPage[], name: string): CachedPage | undefined {
  let latest: CachedPage | undefined;
  for (const page of pages) {
    if (!inRange(name, page.after, page.through)) continue;
    if (latest === undefined || page.observedAt > latest.observedAt) latest = page;
  }
  return latest;
}

function inRange(name: string, after: Position, through: string | undefined): boolean {
  return slice([{ type: 'directory', name }], after, through).length === 1;
}

function coverageOf(pages: readonly CachedPage[]): Inspection['coverage'] {
  if (pages.length === 0) return 'none';
  let position: Position;
  for (;;) {
    const at = pageAt(pages, position);
    if (!at) return 'partial';
    if (at.through === undefined) return 'complete';
    position = at.through;
  }
}
