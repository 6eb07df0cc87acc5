/** The loaded rows whose names contain the filter, sorted by the same rules as the service's. */
import type { EntryJson } from '../../contract/answers/entry.ts';
import { compareNames } from '../../shared/byte-order.ts';
import { folded } from './fold.ts';
import type { Sort } from './sort.ts';

export interface Arrangement {
  filter: string;
  sort: Sort;
  /** Directories before objects, whatever the rows are sorted by. */
  foldersFirst: boolean;
  /** The filter applies to everything below, not only to the directory itself. */
  below: boolean;
}

/** The known totals of directories, by their whole prefix. Directories are sorted by them. */
export type Folders = ReadonlyMap<string, { size: number; lastModified?: string }>;
const NO_FOLDERS: Folders = new Map();

/** True if the rows are the entries in S3's order. */
export function isAsListed({ filter, sort, foldersFirst }: Arrangement): boolean {
  return filter === '' && sort.by === 'name' && !sort.descending && !foldersFirst;
}

/** True if the rows come from below the directory, so its listing does not contain them. */
export function isSearchBelow({ filter, below }: Arrangement): boolean {
  return below && filter !== '';
}

/**
 * If the filter contains a star, it is a pattern for whole names, and the service matches it. Otherwise it matches
 * any part of a name.
 */
export function isPattern({ filter }: Pick<Arrangement, 'filter'>): boolean {
  return filter.includes('*');
}

/**
 * @param entries in S3's order; not modified
 * @param folders directories without a total come last
 * @returns `entries` itself if all of them are shown in that order
 */
export function arrange(
  entries: readonly EntryJson[],
  arrangement: Arrangement,
  folders: Folders = NO_FOLDERS,
): readonly EntryJson[] {
  const { filter, sort, foldersFirst } = arrangement;
  const shown = filter === '' ? entries : entries.filter(nameContains(filter));
  const sorted =
    sort.by !== 'name'
      ? shown.toSorted(compareBy(sort, folders))
      : sort.descending
        ? shown.toReversed()
        : shown;
  return foldersFirst ? directoriesFirst(sorted) : sorted;
}

/**
 * By value, then by name in S3's order. Directories have neither size nor time: they come last, as in the service's
 * answers.
 */
export function compareBy(
  { by, descending }: Sort,
  folders: Folders = NO_FOLDERS,
): (a: EntryJson, b: EntryJson) => number {
  const sign = descending ? -1 : 1;
  if (by === 'name') return (a, b) => sign * compareNames(a.name, b.name);
  return (a, b) => {
    const [valueA, valueB] = [sortValue(a, by, folders), sortValue(b, by, folders)];
    if (valueA === undefined || valueB === undefined) {
      const missing = Number(valueA === undefined) - Number(valueB === undefined);
      return missing || compareNames(a.name, b.name);
    }
    return sign * (valueA < valueB ? -1 : valueA > valueB ? 1 : 0) || compareNames(a.name, b.name);
  };
}

function directoriesFirst(rows: readonly EntryJson[]): readonly EntryJson[] {
  return [
    ...rows.filter(({ type }) => type === 'directory'),
    ...rows.filter(({ type }) => type === 'object'),
  ];
}

function nameContains(filter: string): (entry: EntryJson) => boolean {
  const wanted = folded(filter);
  return ({ name }) => folded(name).includes(wanted);
}

/** Times on the wire all have the same form, in which text order is time order. */
function sortValue(entry: EntryJson, by: 'size' | 'modified', folders: Folders): number | string | undefined {
  const facts = entry.type === 'directory' ? folders.get(entry.key) : entry;
  return by === 'size' ? facts?.size : facts?.lastModified;
}
