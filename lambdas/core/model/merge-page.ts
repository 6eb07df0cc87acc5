/** One page and the records beside it, merged in order: what is there, what must be looked at again. Pure. */

import { compareNames } from '../../../shared/byte-order.ts';
import { type CachedPage, slice } from './cached-page.ts';
import type { Entry } from './entry.ts';
import { isAfter, isWithin, type Position } from './position.ts';
import type { StoredRecord } from './record.ts';
import { resolveName } from './resolve-name.ts';
import type { FreshnessPolicy } from './validity.ts';

/** A stretch of the directory with what is known of it, void names in their places. */
export interface Stretch {
  /** Present entries, and void names as strings, ascending. */
  items: (Entry | string)[];
  voids: string[];
  /** The stretch speaks for the names up to here; undefined: to the end. */
  through: string | undefined;
  page: CachedPage;
  /** Records that were used beside the page. */
  used: { observedAt: number; endsAt: number }[];
}

export interface Survey {
  page: CachedPage;
  /** How far the page is to be used; undefined: to the end. */
  pageThrough: string | undefined;
  position: Position;
  /** Items at most. */
  wanted: number;
  /** Names must start with this. */
  filter: string;
  /** Ascending; known up to `recordsThrough` (undefined: all). */
  records: readonly StoredRecord[];
  recordsThrough: string | undefined;
  by: FreshnessPolicy;
}

/** Has the walk left the names that start with the filter behind? */
export function isBeyond(filter: string, name: string): boolean {
  return !name.startsWith(filter) && compareNames(name, filter) > 0;
}

/** The stretch from the position on. Past the records that are known a page may not be used, unless it is fresh. */
export function mergePage(survey: Survey): Stretch {
  const { page, pageThrough, position, wanted, filter, by } = survey;
  const limited =
    survey.recordsThrough !== undefined && !page.fresh && isWithin(survey.recordsThrough, pageThrough);
  const through = limited ? survey.recordsThrough : pageThrough;
  const listed = slice(page.entries, position, through);
  const records = page.fresh ? [] : recordsIn(survey.records, position, through);
  const stretch: Stretch = { items: [], voids: [], through, page, used: [] };
  let i = 0;
  let r = 0;
  while (i < listed.length || r < records.length) {
    const entry = listed[i];
    const record = records[r];
    const order = entry === undefined ? 1 : record === undefined ? -1 : compareNames(entry.name, record.name);
    const name = order <= 0 ? entry!.name : record!.name;
    if (isBeyond(filter, name)) break;
    if (order <= 0) i++;
    if (order >= 0) r++;
    if (!name.startsWith(filter)) continue;
    if (order < 0) stretch.items.push(entry!);
    else include(stretch, name, order === 0 ? entry : undefined, record!, by);
    if (stretch.items.length === wanted) {
      if (i < listed.length || r < records.length) stretch.through = name;
      break;
    }
  }
  return stretch;
}

/** A name with a record: present, absent (left out) or void (kept as its name). */
function include(
  stretch: Stretch,
  name: string,
  entry: Entry | undefined,
  record: StoredRecord,
  by: FreshnessPolicy,
): void {
  const { observedAt, endsAt, fresh } = stretch.page;
  const known = resolveName(name, { entry, observedAt, endsAt, fresh }, record, by);
  if (known.state === 'void') {
    stretch.voids.push(name);
    stretch.items.push(name);
    return;
  }
  if (known.observedAt !== observedAt) stretch.used.push(known);
  if (known.state === 'present') stretch.items.push(known.entry);
}

function recordsIn(
  records: readonly StoredRecord[],
  after: Position,
  through: string | undefined,
): readonly StoredRecord[] {
  return records.filter(({ name }) => isAfter(name, after) && isWithin(name, through));
}
