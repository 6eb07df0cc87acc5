/** The selected rows, by name: the selection does not change when other rows appear or disappear. */
import type { EntryJson } from '../../contract/answers/entry.ts';
import type { Folders } from './arrange.ts';

export interface Selection {
  names: ReadonlySet<string>;
  /** Where a range begins: the last row that was selected on its own. */
  anchor?: string;
}

export const NOTHING_SELECTED: Selection = { names: new Set() };

type Rows = readonly Pick<EntryJson, 'name'>[];

export function selectOnly(name: string): Selection {
  return { names: new Set([name]), anchor: name };
}

/** With Ctrl: adds this row, or removes it. */
export function toggled({ names }: Selection, name: string): Selection {
  const others = new Set(names);
  if (!others.delete(name)) others.add(name);
  return { names: others, anchor: name };
}

/** With Shift: selects all rows from the anchor to this one. */
export function extendedTo({ anchor }: Selection, rows: Rows, name: string): Selection {
  const from = rows.findIndex((row) => row.name === anchor);
  const to = rows.findIndex((row) => row.name === name);
  if (from === -1 || to === -1) return selectOnly(name);
  const range = rows.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { names: new Set(range.map((row) => row.name)), anchor };
}

export function allOf(rows: Rows): Selection {
  return { names: new Set(rows.map(({ name }) => name)) };
}

export interface Sum {
  count: number;
  sizeBytes: number;
  /** The number of selected directories whose size is not known. */
  unknown: number;
}

/** The total of the selected rows that still exist. */
export function sumOf({ names }: Selection, rows: readonly EntryJson[], folders?: Folders): Sum {
  const sum: Sum = { count: 0, sizeBytes: 0, unknown: 0 };
  if (names.size === 0) return sum;
  for (const entry of rows) {
    if (!names.has(entry.name)) continue;
    const size = entry.type === 'object' ? entry.size : folders?.get(entry.key)?.size;
    sum.count++;
    sum.sizeBytes += size ?? 0;
    if (size === undefined) sum.unknown++;
  }
  return sum;
}
