/**
 * The wire format of entries and stats, and of their times: RFC 3339, UTC, with milliseconds. JSON leaves out
 * undefined fields.
 */
import type { EntryJson } from '../../contract/answers/entry.ts';
import type { DirectoryStat, ObjectStat, StatAnswer } from '../../contract/answers/stat.ts';
import type { StatResult } from '../../contract/answers/stat-many.ts';
import type { Entry, ObjectEntry } from '../core/model/entry.ts';
import type { DirectoryTotals, Stat, StatManyResult } from '../core/questions/stat.ts';

const DAY_MS = 86_400_000;
const YEAR_10000_MS = Date.UTC(10_000, 0, 1);

const TWO_DIGITS = Array.from({ length: 60 }, (_, it) => String(it).padStart(2, '0'));
const THREE_DIGITS = Array.from({ length: 1000 }, (_, it) => String(it).padStart(3, '0'));

/** Maximum number of days that are cached: eleven years. */
const MAX_DATES = 4_096;
/** Cached dates, by day since the epoch: `2026-11-22T`. */
const dates = new Map<number, string>();

type ObjectFound = Extract<Stat, { type: 'object' }>;

export function encodeEntries(directory: string, entries: readonly Entry[]): EntryJson[] {
  const encoded: EntryJson[] = [];
  for (const entry of entries) encoded.push(encodeEntry(directory, entry));
  return encoded;
}

export function encodeEntry(directory: string, entry: Entry): EntryJson {
  // Object literals with all fields are faster than spreads, and a page has up to 1,000 entries.
  if (entry.type === 'directory') return { type: 'directory', name: entry.name, key: directory + entry.name };
  return {
    type: 'object',
    name: entry.name,
    key: directory + entry.name,
    size: entry.sizeBytes,
    lastModified: wireTimeIf(entry.lastModifiedMs),
    etag: entry.etag,
    storageClass: entry.storageClass,
  };
}

/** Like encodeEntry, with the fields that only `detail=full` adds. */
export function encodeFullEntry(directory: string, entry: Entry): EntryJson {
  const json = encodeEntry(directory, entry);
  if (json.type === 'directory' || entry.type === 'directory' || !entry.checksum) return json;
  const { algorithms, type } = entry.checksum;
  return { ...json, checksumAlgorithm: algorithms, checksumType: type };
}

export function encodeStat(stat: Stat): StatAnswer {
  if (stat.type === 'directory') return { type: 'directory', key: stat.key, ...encodeTotals(stat.totals) };
  return { type: 'object', name: stat.entry.name, key: stat.key, ...encodeObject(stat) };
}

/** The fields of an object in a stat, without its names. */
function encodeObject({ entry, detail }: ObjectFound): Omit<ObjectStat, 'type' | 'name' | 'key'> {
  return { ...encodeListed(entry), ...detail, checksumType: detail && entry.checksum?.type };
}

export function encodeStatResult(result: StatManyResult): StatResult {
  const { key } = result;
  if (!result.found) return { key, found: false };
  const { stat } = result;
  if (stat.type === 'directory') return { key, found: true, type: 'directory', ...encodeTotals(stat.totals) };
  return { key, found: true, type: 'object', name: stat.entry.name, ...encodeObject(stat) };
}

function encodeListed(
  entry: ObjectEntry,
): Pick<ObjectStat, 'size' | 'lastModified' | 'etag' | 'storageClass'> {
  return {
    size: entry.sizeBytes,
    lastModified: wireTimeIf(entry.lastModifiedMs),
    etag: entry.etag,
    storageClass: entry.storageClass,
  };
}

function encodeTotals(totals: DirectoryTotals): Omit<DirectoryStat, 'type' | 'key'> {
  return {
    lastModified: wireTimeIf(totals.lastModifiedMs),
    objects: totals.objects,
    directories: totals.directories,
    size: totals.sizeBytes,
    complete: totals.complete,
    marker: totals.marker && encodeListed(totals.marker),
  };
}

/**
 * Like Date.toISOString(), for epoch milliseconds. A page has up to 1,000 times, and an instance sees the same days
 * repeatedly. Caching their dates makes encoding a page five times as fast: toISOString took longer than JSON.
 */
export function wireTime(epochMs: number): string {
  if (!(epochMs >= 0 && epochMs < YEAR_10000_MS) || !Number.isInteger(epochMs))
    return new Date(epochMs).toISOString();
  const day = Math.floor(epochMs / DAY_MS);
  const ms = epochMs - day * DAY_MS;
  const seconds = Math.floor(ms / 1000);
  const hours = TWO_DIGITS[Math.floor(seconds / 3600)];
  const minutes = TWO_DIGITS[Math.floor(seconds / 60) % 60];
  return `${dateOf(day)}${hours}:${minutes}:${TWO_DIGITS[seconds % 60]}.${THREE_DIGITS[ms % 1000]}Z`;
}

function dateOf(day: number): string {
  const known = dates.get(day);
  if (known !== undefined) return known;
  const date = new Date(day * DAY_MS).toISOString().slice(0, 11);
  if (dates.size >= MAX_DATES) dates.clear();
  dates.set(day, date);
  return date;
}

export function wireTimeIf(epochMs: number | undefined): string | undefined {
  return epochMs === undefined ? undefined : wireTime(epochMs);
}
