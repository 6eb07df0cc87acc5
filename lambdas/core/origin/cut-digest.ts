/**
 * Cuts a tree's page into digests. Each covers at most half of a full page, so that one LIST can still cover its
 * range when more keys were added. There are more digests if the page has keys in more directories than a digest may
 * have rows.
 */
import { LIST_MAX_KEYS } from '../../../shared/list-bound.ts';
import { encodeDigestBody } from '../codec/digest-codec.ts';
import type { ChunkHeader } from '../codec/seal.ts';
import { CHUNK_MAX_ENTRIES, type Chunk } from '../model/chunk.ts';
import { digestOf } from '../model/digest.ts';
import type { Scope } from '../model/scope.ts';
import { newestOf, type ObservedPage } from './cut-page.ts';

const MAX_OBJECTS = LIST_MAX_KEYS / 2;

/** Returns adjacent digests in order, at least one. Pure. */
export function cutDigests(scope: Scope, page: ObservedPage): Chunk[] {
  const rows = page.entries.length > MAX_OBJECTS ? [] : digestOf(page.entries);
  if (page.entries.length > MAX_OBJECTS || rows.length > CHUNK_MAX_ENTRIES)
    return halvesOf(page).flatMap((half) => cutDigests(scope, half));
  const { entries, after, through, observedAt, endsAt, watchedUntil, epoch } = page;
  const newestMs = newestOf(entries);
  const header: ChunkHeader = {
    after,
    through,
    observedAt,
    endsAt,
    watchedUntil,
    epoch,
    count: rows.length,
    sizeBytes: rows.reduce((sum, { usage }) => sum + usage.sizeBytes, 0),
    newestMs,
  };
  return [{ ...header, body: encodeDigestBody(scope, header, rows) }];
}

function halvesOf(page: ObservedPage): [ObservedPage, ObservedPage] {
  const middle = page.entries.length >>> 1;
  const border = page.entries[middle - 1]!.name;
  return [
    { ...page, through: border, entries: page.entries.slice(0, middle) },
    { ...page, after: border, entries: page.entries.slice(middle) },
  ];
}
