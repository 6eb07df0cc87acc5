/** The rows to show, of all that is loaded: those whose name has the filter in it, sorted. */
import type { EntryJson } from '../../contract/answers.ts';
import type { Sort } from './sort.ts';

export interface Arrangement {
  filter: string;
  sort: Sort;
}

/**
 * @param entries in S3's order, which is left as it is and which decides between equals
 * @returns `entries` itself where all of it is shown in that order
 */
export function arrange(entries: readonly EntryJson[], { filter, sort }: Arrangement): readonly EntryJson[] {
  const shown = filter === '' ? entries : entries.filter(nameHas(filter));
  if (sort.by === 'name') return sort.descending ? shown.toReversed() : shown;
  const directories = shown.filter(({ type }) => type === 'directory');
  const objects = shown.filter(({ type }) => type === 'object');
  const rank = sort.by === 'size' ? bySize : byTime;
  objects.sort(sort.descending ? (a, b) => rank(b, a) : rank);
  // They have neither size nor time, whichever way the rest is sorted.
  return [...directories, ...objects];
}

/** Upper and lower case are the same. */
function nameHas(filter: string): (entry: EntryJson) => boolean {
  const wanted = filter.toLowerCase();
  return ({ name }) => name.toLowerCase().includes(wanted);
}

function bySize(a: EntryJson, b: EntryJson): number {
  return sizeOf(a) - sizeOf(b);
}

function sizeOf(entry: EntryJson): number {
  return entry.type === 'object' ? entry.size : 0;
}

/** Times on the wire all have the same form, in which text order is time order. */
function byTime(a: EntryJson, b: EntryJson): number {
  const [timeA, timeB] = [timeOf(a), timeOf(b)];
  return timeA < timeB ? -1 : timeA > timeB ? 1 : 0;
}

function timeOf(entry: EntryJson): string {
  return (entry.type === 'object' && entry.lastModified) || '';
}
