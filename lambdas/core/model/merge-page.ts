/** Merges a part of a page with the records of its range: existing names and void names, in order. Pure functions. */
import { compareNames } from '../../../shared/byte-order.ts';
import { type CachedPage, type PagePart, pageAt } from './cached-page.ts';
import type { ChunkSums } from './chunk.ts';
import { entriesIn } from './entries.ts';
import type { Entry } from './entry.ts';
import { compareEnds, contains, type NameRange, type Position, type RangeEnd } from './range.ts';
import type { StoredRecord } from './record.ts';
import { claimOf, type Known, resolveName } from './resolve-name.ts';
import type { FreshnessPolicy } from './validity.ts';

export interface MergedPage {
  page: CachedPage;
  /** Existing entries, and void names as strings, ascending. */
  items: (Entry | string)[];
  voids: string[];
  /** The entries that the page has for void names. */
  listed: Map<string, Entry>;
  /** The items are complete up to this name. */
  through: RangeEnd;
  /** True if another item, an existing or a void name, follows in the same part. */
  followed: boolean;
  /** Sums instead of items, if the page's item has them and no record concerns the page (count-page.ts). */
  sums?: ChunkSums;
  /** The observations of records that were used in addition to the page. */
  used: { observedAt: number; endsAt: number }[];
}

/** The available pages and records of a scope. */
export interface CachedView {
  pages: readonly CachedPage[];
  /** Ascending, and complete up to `recordsThrough`. */
  records: readonly StoredRecord[];
  recordsThrough: RangeEnd;
  /** Only names that start with this text. */
  filter: string;
  policy: FreshnessPolicy;
}

/** True if the name is after every name that starts with the filter. */
export function isBeyond(filter: string, name: RangeEnd): boolean {
  return typeof name === 'string' && !name.startsWith(filter) && compareNames(name, filter) > 0;
}

/**
 * Returns the next items after the position, at most `wanted` (1 or more), from one page; `undefined` when no page
 * covers the position.
 */
export function mergeAt(view: CachedView, position: Position, wanted: number): MergedPage | undefined {
  const part = pageAt(view.pages, position);
  return part && mergePage(view, part, wanted);
}

/** Uses a page that is not fresh only up to the end of the known records. */
export function mergePage(view: CachedView, part: PagePart, wanted: number): MergedPage {
  const { recordsThrough, filter, policy } = view;
  const { page } = part;
  const limited = !page.fresh && compareEnds(recordsThrough, part.through) < 0;
  const range: NameRange = { after: part.after, through: limited ? recordsThrough : part.through };
  const merged: MergedPage = {
    page,
    items: [],
    voids: [],
    listed: new Map(),
    through: range.through,
    followed: false,
    used: [],
  };
  /** Absent names after the last item. Their observations count only if no item follows. */
  let absentSince: MergedPage['used'] = [];
  for (const { name, entry, record } of inOrder(
    entriesIn(page.entries, range),
    recordsIn(view, page, range),
  )) {
    if (isBeyond(filter, name)) break;
    if (!name.startsWith(filter)) continue;
    const known = record && resolveName(name, claimOf(page, entry), record, policy);
    if (known?.state === 'absent') {
      if (isOfRecord(known, page)) absentSince.push(known);
      continue;
    }
    if (merged.items.length === wanted) return { ...merged, followed: true, through: nameOf(merged.items) };
    merged.used.push(...absentSince);
    absentSince = [];
    add(merged, name, known ?? entry!);
  }
  merged.used.push(...absentSince);
  return merged;
}

function add(merged: MergedPage, name: string, known: Entry | Exclude<Known, { state: 'absent' }>): void {
  if (!('state' in known)) merged.items.push(known);
  else if (known.state === 'void') {
    merged.voids.push(name);
    if (known.listed) merged.listed.set(name, known.listed);
    merged.items.push(name);
  } else {
    if (isOfRecord(known, merged.page)) merged.used.push(known);
    merged.items.push(known.entry);
  }
}

function isOfRecord({ observedAt }: { observedAt: number }, page: CachedPage): boolean {
  return observedAt !== page.observedAt;
}

function nameOf(items: MergedPage['items']): string {
  const last = items.at(-1)!;
  return typeof last === 'string' ? last : last.name;
}

/** The records of the range. A fresh page needs none. */
function recordsIn({ records }: CachedView, page: CachedPage, range: NameRange): readonly StoredRecord[] {
  return page.fresh ? [] : records.filter(({ name }) => contains(range, name));
}

interface Named {
  name: string;
  entry?: Entry;
  record?: StoredRecord;
}

/** Merges two ascending lists. A name in both is returned once. */
function* inOrder(entries: readonly Entry[], records: readonly StoredRecord[]): Generator<Named> {
  let i = 0;
  let r = 0;
  while (i < entries.length || r < records.length) {
    const entry = entries[i];
    const record = records[r];
    const order = entry === undefined ? 1 : record === undefined ? -1 : compareNames(entry.name, record.name);
    if (order <= 0) i++;
    if (order >= 0) r++;
    if (order < 0) yield { name: entry!.name, entry };
    else if (order > 0) yield { name: record!.name, record };
    else yield { name: entry!.name, entry, record };
  }
}
