/** The first page of a directory from the index or from S3, and the differences between two of them. */
import { compareNames } from '../../shared/byte-order.ts';

export type ListedName =
  | { type: 'directory'; name: string }
  | { type: 'object'; name: string; size: number; etag?: string | undefined };

export interface Listing {
  /** In any order. */
  entries: readonly ListedName[];
  /** There are more names after the last one. */
  goesOn: boolean;
}

export interface Difference {
  name: string;
  /** `absent`, `directory`, or size and ETag. */
  index: string;
  s3: string;
}

const ABSENT = 'absent';

/** Compares only names that both pages cover: a page says nothing about names after its end. */
export function differencesOf(index: Listing, s3: Listing): Difference[] {
  const ends = [index, s3].filter(({ goesOn }) => goesOn).map(lastName);
  const reached = (name: string) => ends.every((end) => compareNames(name, end) <= 0);
  const [inIndex, inS3] = [index, s3].map(descriptions) as [Map<string, string>, Map<string, string>];
  return [...new Set([...inIndex.keys(), ...inS3.keys()])].filter(reached).flatMap((name) => {
    const difference = { name, index: inIndex.get(name) ?? ABSENT, s3: inS3.get(name) ?? ABSENT };
    return difference.index === difference.s3 ? [] : [difference];
  });
}

function lastName({ entries }: Listing): string {
  return entries.reduce((last, { name }) => (compareNames(name, last) > 0 ? name : last), '');
}

function descriptions({ entries }: Listing): Map<string, string> {
  return new Map(
    entries.map((it) => [
      it.name,
      it.type === 'directory' ? 'directory' : `${it.size} bytes, ETag ${it.etag ?? 'none'}`,
    ]),
  );
}
