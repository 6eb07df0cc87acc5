/** A part of a directory for which the index holds an answer, and its comparison with S3. */
import { compareNames } from '../../shared/byte-order.ts';
import { ABSENT } from './describe.ts';
import type { Page } from './page.ts';

/** The names after `after`, up to and including `through`. Absent: from the start, or to the end. */
export interface Range {
  after?: string | undefined;
  through?: string | undefined;
}

/** What the index or S3 says about one name. */
export interface SaidOfName {
  said: string;
  ageSeconds?: number | undefined;
}

export interface Part {
  said: ReadonlyMap<string, string>;
  ageSeconds?: number | undefined;
  covers: (name: string) => boolean;
}

export interface NameDifference {
  name: string;
  /** `absent`, `directory`, or what a LIST says about the object. */
  index: string;
  s3: string;
  ageSeconds?: number | undefined;
}

export function isWithin({ after, through }: Range, name: string): boolean {
  return (
    (after === undefined || compareNames(name, after) > 0) &&
    (through === undefined || compareNames(name, through) <= 0)
  );
}

/** The earlier of two ends. */
export function earlierEnd(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return compareNames(a, b) <= 0 ? a : b;
}

/** The part of the page that is in the range. */
export function partOf(page: Page, range: Range): Part {
  const own = { ...range, through: earlierEnd(page.through, range.through) };
  return { ...page, covers: (name) => isWithin(own, name) };
}

export function partOfName(name: string, { said, ageSeconds }: SaidOfName): Part {
  return { said: new Map([[name, said]]), ageSeconds, covers: (other) => other === name };
}

/** `fresh` must cover the range of the part. */
export function differencesOf({ said, ageSeconds, covers }: Part, fresh: Page): NameDifference[] {
  return namesOf(said, fresh.said)
    .filter(covers)
    .flatMap((name): NameDifference[] => {
      const [index, s3] = [said, fresh.said].map((it) => it.get(name) ?? ABSENT) as [string, string];
      return index === s3 ? [] : [{ name, index, s3, ageSeconds }];
    });
}

/** The names of both, in S3's order. */
export function namesOf(...said: ReadonlyMap<string, string>[]): string[] {
  return [...new Set(said.flatMap((it) => [...it.keys()]))].sort(compareNames);
}
