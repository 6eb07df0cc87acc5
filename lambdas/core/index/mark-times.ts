/**
 * The times of the marks in a range of names. A digest is not used if its range has a mark at or after its time (T4).
 */
import { indexAfter } from '../model/entries.ts';
import { isWithin, type NameRange, START } from '../model/range.ts';
import type { StoredRecord } from '../model/record.ts';

export interface MarkTime {
  name: string;
  at: number;
}

/** The later one of the two marks of each record, in the order of the records. */
export function markTimes(records: readonly StoredRecord[]): MarkTime[] {
  return records
    .map(({ name, marks }) => ({ name, at: Math.max(marks.appearedAt ?? 0, marks.vanishedAt ?? 0) }))
    .filter(({ at }) => at > 0);
}

/** True if the range contains a mark at or after the digest's time. `marks` must be ascending. */
export function isMarked(
  marks: readonly MarkTime[],
  { after, through }: NameRange,
  observedAt: number,
): boolean {
  const first = after === START ? 0 : indexAfter(marks, after);
  for (let i = first; i < marks.length && isWithin(marks[i]!.name, through); i++)
    if (marks[i]!.at >= observedAt) return true;
  return false;
}
