/** The rows to show, of all that is loaded: those whose name contains the filter, sorted. The service sorts by the same rules. */
import type { EntryJson } from '../../contract/answers.ts';
import { compareNames } from '../../shared/byte-order.ts';
import type { Sort } from './sort.ts';

export interface Arrangement {
  filter: string;
  sort: Sort;
  /** Directories before objects, whatever the rows are sorted by. */
  foldersFirst: boolean;
}

/** True where the rows are the entries as S3 lists them. */
export function isAsListed({ filter, sort, foldersFirst }: Arrangement): boolean {
  return filter === '' && sort.by === 'name' && !sort.descending && !foldersFirst;
}

/**
 * @param entries in S3's order, which is left as it is
 * @returns `entries` itself where all of it is shown in that order
 */
export function arrange(entries: readonly EntryJson[], arrangement: Arrangement): readonly EntryJson[] {
  const { filter, sort, foldersFirst } = arrangement;
  const shown = filter === '' ? entries : entries.filter(nameContains(filter));
  const sorted =
    sort.by !== 'name' ? shown.toSorted(compareBy(sort)) : sort.descending ? shown.toReversed() : shown;
  return foldersFirst ? directoriesFirst(sorted) : sorted;
}

/** By value, then by name in S3's order. Directories have neither size nor time: they come last, as in the service's answers. */
export function compareBy({ by, descending }: Sort): (a: EntryJson, b: EntryJson) => number {
  const sign = descending ? -1 : 1;
  if (by === 'name') return (a, b) => sign * compareNames(a.name, b.name);
  return (a, b) => {
    const [valueA, valueB] = [sortValue(a, by), sortValue(b, by)];
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

/** Case and width do not matter. */
function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** Times on the wire all have the same form, in which text order is time order. */
function sortValue(entry: EntryJson, by: 'size' | 'modified'): number | string | undefined {
  if (entry.type === 'directory') return undefined;
  return by === 'size' ? entry.size : entry.lastModified;
}
