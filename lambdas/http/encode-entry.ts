/** Entries and stats in the wire format. JSON leaves out undefined fields. */
import type { EntryJson } from '../../contract/answers/entry.ts';
import type { DirectoryStat, ObjectStat, StatAnswer } from '../../contract/answers/stat.ts';
import type { StatResult } from '../../contract/answers/stat-many.ts';
import type { Entry, ObjectEntry } from '../core/model/entry.ts';
import type { DirectoryTotals, Stat, StatManyResult } from '../core/questions/stat.ts';
import { wireTimeIf } from './wire-time.ts';

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
