/**
 * Checks whether anything usable in the index shows an entry in a directory. Marks are read now, with strong
 * consistency.
 */
import { decodeChunkBody } from '../codec/chunk-codec.ts';
import type { CachedPage } from '../model/cached-page.ts';
import type { Directory } from '../model/names.ts';
import { END, earlierEnd, isAfter, isWithin, type Position, type RangeEnd, START } from '../model/range.ts';
import { claimOf, resolveName } from '../model/resolve-name.ts';
import { type FreshnessPolicy, judge } from '../model/validity.ts';
import type { IndexTable, RecordPage } from '../ports/index-table.ts';
import { readThrough } from './read-through.ts';

/** Number of chunks read in each step. Nearly always, the first chunk shows an entry. */
const CHUNKS_AT_ONCE = 2;
const RECORDS_AT_ONCE = 250;

export async function showsAnEntry(
  table: IndexTable,
  directory: Directory,
  policy: FreshnessPolicy,
): Promise<boolean> {
  for (let position: Position = START; ; ) {
    const [records, chunks] = await Promise.all([
      table.readRecords(directory, { after: position, through: END, limit: RECORDS_AT_ONCE }),
      table.readChunks(directory, { from: position, limit: CHUNKS_AT_ONCE }),
    ]);
    const pages = chunks.chunks.flatMap((chunk): CachedPage[] => {
      const entries = judge(chunk, policy) === 'usable' ? decodeChunkBody(directory, chunk) : undefined;
      return entries ? [{ ...chunk, entries, fresh: false }] : [];
    });
    if (isShown(pages, records, { position, policy })) return true;
    const next: RangeEnd = earlierEnd(readThrough(chunks), records.knownThrough);
    if (next === END || !isAfter(next, position)) return false;
    position = next;
  }
}

function isShown(
  pages: readonly CachedPage[],
  { records, knownThrough }: RecordPage,
  { position, policy }: { position: Position; policy: FreshnessPolicy },
): boolean {
  const known = new Map(records.map((record) => [record.name, record]));
  for (const page of pages) {
    for (const entry of page.entries) {
      if (!isAfter(entry.name, position) || !isWithin(entry.name, knownThrough)) continue;
      const { state } = resolveName(entry.name, claimOf(page, entry), known.get(entry.name), policy);
      if (state === 'present') return true;
    }
  }
  return records.some(
    (record) => record.observation && resolveName(record.name, undefined, record, policy).state === 'present',
  );
}
