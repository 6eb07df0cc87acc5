/** The rows to show, of all that is loaded: those whose name contains the filter, sorted. The service sorts by the same rules. */
import type { EntryJson } from '../../contract/answers/entry.ts';
import { compareNames } from '../../shared/byte-order.ts';
import { folded } from './fold.ts';
import type { Sort } from './sort.ts';

export interface Arrangement {
  filter: string;
  sort: Sort;
  /** Directories before objects, whatever the rows are sorted by. */
  foldersFirst: boolean;
  /** The filter covers everything below, not the directory alone. */
  below: boolean;
}

/** What is known to be below directories, by their whole prefix: they are sorted by it. */
export type Folders = ReadonlyMap<string, { size: number; lastModified?: string }>;
const NO_FOLDERS: Folders = new Map();

/** True where the rows are the entries as S3 lists them. */
export function isAsListed({ filter, sort, foldersFirst }: Arrangement): boolean {
  return filter === '' && sort.by === 'name' && !sort.descending && !foldersFirst;
}

/** True where the rows are found below, so that no listing of the directory holds them. */
export function isSearchBelow({ filter, below }: Arrangement): boolean {
  return below && filter !== '';
}

/** With a star it is a pattern for whole names, which the service matches; else a part of them. */
export function isPattern({ filter }: Pick<Arrangement, 'filter'>): boolean {
  return filter.includes('*');
}

/**
 * @param entries in S3's order, which is left as it is
 * @param folders directories that are not in it come last
 * @returns `entries` itself where all of it is shown in that order
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

/** By value, then by name in S3's order. Directories have neither size nor time: they come last, as in the service's answers. */
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
