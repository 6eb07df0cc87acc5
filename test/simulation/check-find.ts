/** Checks a page of a sorted or filtered listing. Order and conditions are computed here independently and simply. */
import type { Entry } from '../../lambdas/core/model/entry.ts';
import type { Selection } from '../../lambdas/core/model/selection.ts';
import type { SortOrder, SortPosition } from '../../lambdas/core/model/sort-order.ts';
import type { FindQuestion, FoundPage } from '../../lambdas/core/questions/find.ts';
import { checkName } from './check-list.ts';
import { byBytes, type NameValue } from './s3-history.ts';
import { entryOf } from './store.ts';
import type { Truth, Window } from './truth.ts';
import { Violation } from './violation.ts';

/** @returns the number of names that were compared */
export function checkFound(truth: Truth, question: FindQuestion, page: FoundPage, window: Window): number {
  checkShape(question, page);
  const { directory, filter, recursive = false, after } = question;
  const nothing = page.scanned === 0 && page.complete && page.next === undefined;
  if (nothing && !recursive && filter === '' && after === undefined && !truth.wasEmpty(directory, window))
    throw new Violation('f', `${JSON.stringify(directory)} was never empty since then`);
  const listed = new Map(page.entries.map((entry) => [entry.name, entry]));
  const names = recursive
    ? [...truth.keys(directory)].map((key) => key.slice(directory.length))
    : truth.names(directory);
  let checked = 0;
  for (const name of new Set([...names, ...listed.keys()])) {
    const place = placeOf(directory + name, recursive ? undefined : directory);
    const entry = listed.get(name);
    if (entry) checkName(truth, place.prefix, place.name, { ...entry, name: place.name }, window);
    else if (page.complete) checkMissing(truth.possible(place.prefix, place.name, window), name);
    checked += 1;
  }
  return checked;

  /** A name that is missing from the page must not have existed or matched, or must belong to another page. */
  function checkMissing(possible: (NameValue | undefined)[], name: string): void {
    const isElsewhere = (value: NameValue | undefined) => {
      if (value === undefined) return true;
      const entry = entryOf(name, value);
      return !name.startsWith(filter) || !isSelected(entry, question.selection) || !isInRange(entry);
    };
    if (possible.some(isElsewhere)) return;
    throw new Violation('a/b', `${JSON.stringify(directory + name)} is left out: ${JSON.stringify(page)}`);
  }

  function isInRange(entry: Entry): boolean {
    const at = standsAt(entry, question.order);
    const isAfter = after === undefined || compare(question.order, at, after) > 0;
    return isAfter && (page.next === undefined || compare(question.order, at, page.next) <= 0);
  }
}

function checkShape({ order, after, limit, filter, selection }: FindQuestion, page: FoundPage): void {
  const fault = (text: string) => {
    throw new Violation('d', `${text}: ${JSON.stringify(page)}`);
  };
  if (page.entries.length > limit) fault(`more than the ${limit} asked for`);
  if (page.entries.length > page.scanned) fault('more entries than were scanned');
  let before = after;
  for (const entry of page.entries) {
    const at = standsAt(entry, order);
    if (before !== undefined && compare(order, before, at) >= 0)
      fault(`${entry.name} out of order, or twice`);
    if (!entry.name.startsWith(filter) || !isSelected(entry, selection))
      fault(`${entry.name} does not match the conditions`);
    before = at;
  }
  const { next } = page;
  if (next !== undefined && before !== undefined && compare(order, before, next) > 0)
    fault('the next page starts before the end of this one');
  if (next !== undefined && after !== undefined && compare(order, after, next) >= 0)
    fault('the next page does not advance');
}

function placeOf(key: string, directory: string | undefined): { prefix: string; name: string } {
  const cut = directory === undefined ? key.lastIndexOf('/') + 1 : directory.length;
  return { prefix: key.slice(0, cut), name: key.slice(cut) };
}

function isSelected(entry: Entry, { type, minSizeBytes, maxSizeBytes, contains }: Selection): boolean {
  const size = entry.type === 'object' ? entry.sizeBytes : undefined;
  const isOfType = type === undefined || entry.type === type;
  const isLarge = minSizeBytes === undefined || (size !== undefined && size >= minSizeBytes);
  const isSmall = maxSizeBytes === undefined || (size !== undefined && size <= maxSizeBytes);
  return isOfType && isLarge && isSmall && (contains === undefined || doesContain(entry.name, contains));
}

function doesContain(name: string, contains: string): boolean {
  return name.normalize('NFKC').toLowerCase().includes(contains.toLowerCase());
}

function standsAt(entry: Entry, { by }: SortOrder): SortPosition {
  if (by === 'name' || entry.type === 'directory') return { name: entry.name };
  return { name: entry.name, value: by === 'size' ? entry.sizeBytes : entry.lastModifiedMs };
}

/** Directories come last in both directions. Entries with equal values are ordered by name, always ascending. */
function compare({ by, descending }: SortOrder, a: SortPosition, b: SortPosition): number {
  const sign = descending ? -1 : 1;
  if (by === 'name') return sign * byBytes(a.name, b.name);
  if ((a.value === undefined) !== (b.value === undefined)) return a.value === undefined ? 1 : -1;
  if (a.value !== undefined && b.value !== undefined && a.value !== b.value)
    return sign * (a.value - b.value);
  return byBytes(a.name, b.name);
}
