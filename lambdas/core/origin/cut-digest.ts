/**
 * Cuts a tree's page into digests. A part of a digest covers at most half of a full page, so that one LIST can still
 * cover its range when more keys were added. Usually, one item contains both halves, which saves a write and read
 * units.
 */
import { LIST_MAX_KEYS } from '../../../shared/list-bound.ts';
import { ownText } from '../../../shared/own-text.ts';
import { encodeDigestBody } from '../codec/digest-codec.ts';
import type { ChunkHeader } from '../codec/seal.ts';
import { CHUNK_MAX_ENTRIES, type Chunk } from '../model/chunk.ts';
import { type DigestPart, type DigestRow, digestOf } from '../model/digest.ts';
import type { Position, RangeEnd } from '../model/range.ts';
import type { Scope } from '../model/scope.ts';
import type { ObservedPage } from './cut-page.ts';

/** Maximum number of objects in a part. */
export const DIGEST_OBJECTS = LIST_MAX_KEYS / 2;

/** The times and the epoch of an observation. */
export type DigestTimes = Pick<Chunk, 'observedAt' | 'endsAt' | 'watchedUntil' | 'epoch'>;

/** Returns adjacent digests in order, at least one. Pure. */
export function cutDigests(scope: Scope, page: ObservedPage, mostObjects = DIGEST_OBJECTS): Chunk[] {
  const items: DigestPart[][] = [];
  let rowsInLast = 0;
  for (const part of partsOf(page, mostObjects)) {
    if (items.length === 0 || rowsInLast + part.rows.length > CHUNK_MAX_ENTRIES) {
      items.push([]);
      rowsInLast = 0;
    }
    items.at(-1)!.push(part);
    rowsInLast += part.rows.length;
  }
  return items.map((parts) => sealDigest(scope, page, parts));
}

/** Returns one digest with these parts, which must be adjacent and have at most CHUNK_MAX_ENTRIES rows. */
export function sealDigest(scope: Scope, times: DigestTimes, parts: readonly DigestPart[]): Chunk {
  const { observedAt, endsAt, watchedUntil, epoch } = times;
  const rows = parts.flatMap((part) => part.rows);
  const header: ChunkHeader = {
    after: own(parts[0]!.after),
    through: own(parts.at(-1)!.through),
    observedAt,
    endsAt,
    watchedUntil,
    epoch,
    count: rows.length,
    sizeBytes: rows.reduce((sum, { usage }) => sum + usage.sizeBytes, 0),
    newestMs: newestOf(rows),
  };
  return { ...header, body: encodeDigestBody(scope, header, parts) };
}

/** Digests may wait long for their writes, and must not keep the text of their page. */
function own<T extends Position | RangeEnd>(end: T): T | string {
  return typeof end === 'string' ? ownText(end) : end;
}

function newestOf(rows: readonly DigestRow[]): number | undefined {
  const times = rows.flatMap(({ usage }) => usage.newestMs ?? []);
  return times.length === 0 ? undefined : Math.max(...times);
}

type Part = Pick<ObservedPage, 'after' | 'through' | 'entries'>;

function partsOf({ after, through, entries }: Part, mostObjects: number): DigestPart[] {
  const rows = entries.length > mostObjects ? [] : digestOf(entries);
  if (entries.length <= mostObjects && rows.length <= CHUNK_MAX_ENTRIES) return [{ after, through, rows }];
  const middle = entries.length >>> 1;
  const border = entries[middle - 1]!.name;
  return [
    ...partsOf({ after, through: border, entries: entries.slice(0, middle) }, mostObjects),
    ...partsOf({ after: border, through, entries: entries.slice(middle) }, mostObjects),
  ];
}
