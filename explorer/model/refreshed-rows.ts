/** The rows of a sorted directory after its first rows were requested again. */
import type { EntryJson } from '../../contract/answers/entry.ts';

export interface Refreshed {
  rows: readonly EntryJson[];
  /** The rows end with rows held before, so the cursor held is still that of the next page. */
  endsAsBefore: boolean;
}

/**
 * `page` is a new answer that begins at the first row. Held rows after it are kept only if its last row is a held row
 * that has not changed. Otherwise rows may be missing between the two.
 */
export function refreshedRows(held: readonly EntryJson[], page: readonly EntryJson[]): Refreshed {
  const last = page.at(-1);
  const at =
    last === undefined || held.length <= page.length ? -1 : held.findIndex((row) => isSame(row, last));
  if (at < 0) return { rows: page, endsAsBefore: false };
  const names = new Set(page.map(({ name }) => name));
  return {
    rows: [...page, ...held.slice(at + 1).filter(({ name }) => !names.has(name))],
    endsAsBefore: true,
  };
}

export function areSameRows(a: readonly EntryJson[], b: readonly EntryJson[]): boolean {
  return a.length === b.length && a.every((row, at) => isSame(row, b[at]!));
}

function isSame(a: EntryJson, b: EntryJson): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
