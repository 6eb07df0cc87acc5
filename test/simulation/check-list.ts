/** Checks a page of a listing: order, range, limit, and every name in the range, whether it is listed or not. */
import type { Entry } from '../../lambdas/core/model/entry.ts';
import type { ListPage, ListQuestion } from '../../lambdas/core/questions/list.ts';
import { byBytes, type NameValue } from './s3-history.ts';
import { entryOf } from './store.ts';
import type { Truth, Window } from './truth.ts';
import { Violation } from './violation.ts';

export function checkPage(truth: Truth, question: ListQuestion, page: ListPage, window: Window): number {
  checkShape(question, page);
  const isEmpty = page.entries.length === 0 && page.next === undefined;
  if (isEmpty && question.filter === '' && question.after === undefined)
    if (!truth.wasEmpty(question.directory, window))
      throw new Violation('f', `${JSON.stringify(question.directory)} was never empty since then`);
  const listed = new Map(page.entries.map((entry) => [entry.name, entry]));
  const names = new Set([...truth.names(question.directory), ...listed.keys()]);
  let checked = 0;
  for (const name of names) {
    const inRange =
      name.startsWith(question.filter) &&
      (question.after === undefined || byBytes(name, question.after) > 0) &&
      (page.next === undefined || byBytes(name, page.next) <= 0);
    if (!inRange) continue;
    checkName(truth, question.directory, name, listed.get(name), window);
    checked += 1;
  }
  return checked;
}

/**
 * Throws unless S3 had this entry for the name within the window. Without an entry, the name must not have existed.
 */
export function checkName(
  truth: Truth,
  prefix: string,
  name: string,
  entry: Entry | undefined,
  window: Window,
): void {
  const possible = truth.possible(prefix, name, window);
  if (possible.some((value) => sameEntry(name, value, entry))) return;
  const had = possible.map((value) => JSON.stringify(value && entryOf(name, value)) ?? 'nothing');
  throw new Violation(
    'a/b',
    `${JSON.stringify(prefix + name)} is answered as ${JSON.stringify(entry) ?? 'absent'}, but since then can only have been ${had.join(' or ')}`,
  );
}

function sameEntry(name: string, value: NameValue | undefined, entry: Entry | undefined): boolean {
  if (value === undefined || entry === undefined) return value === entry;
  if (entry.name !== name || entry.type !== value.type) return false;
  if (value.type === 'directory' || entry.type === 'directory') return true;
  const { sizeBytes, lastModifiedMs, etag, storageClass } = value.object.entry;
  return (
    entry.sizeBytes === sizeBytes &&
    entry.lastModifiedMs === lastModifiedMs &&
    entry.etag === etag &&
    entry.storageClass === storageClass
  );
}

export function checkShape(question: ListQuestion, page: ListPage): void {
  const fault = (text: string) => {
    throw new Violation('d', `${text}: ${JSON.stringify(page)}`);
  };
  if (page.entries.length > question.limit) fault(`more than the ${question.limit} asked for`);
  let previous = question.after;
  for (const { name } of page.entries) {
    if (previous !== undefined && byBytes(name, previous) <= 0)
      fault(`${JSON.stringify(name)} out of order or twice`);
    if (!name.startsWith(question.filter)) fault(`${JSON.stringify(name)} does not start with the filter`);
    previous = name;
  }
  const { next } = page;
  if (next === undefined) return;
  if (previous !== undefined && byBytes(next, previous) < 0)
    fault('the next page starts before the end of this one');
  if (question.after !== undefined && byBytes(next, question.after) <= 0)
    fault('the next page does not advance');
}
