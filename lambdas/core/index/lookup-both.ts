/**
 * Looks up a name in the index as an object and, by the same reads, as a directory, because a key that is not an
 * object may be a directory. The record of `name/` follows that of `name` with few others in between, and usually one
 * chunk covers both.
 */
import { DELIMITER } from '../../../shared/keys.ts';
import { justBelow } from '../model/just-below.ts';
import { contains, isWithin, type NameRange } from '../model/range.ts';
import type { WithEvidence } from '../request/evidence.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import { type LookedUp, lookupIn, UNKNOWN } from './lookup.ts';

/** The two records, and a few between them, such as `name.txt` and `name-1`. */
export const RECORDS_BETWEEN = 6;

export interface BothLookedUp {
  object: WithEvidence<LookedUp>;
  /** Absent if the object exists, or if the reads do not show it. */
  directory?: WithEvidence<LookedUp>;
}

export async function lookupBoth(at: ScopeContext, name: string): Promise<BothLookedUp> {
  at.index.requireHolds(name);
  const [read, listed] = await Promise.all([
    at.index.readRecords({ ...spanOf(at, name), limit: RECORDS_BETWEEN }),
    at.index.readChunks({ from: justBelow(name), limit: 1 }),
  ]);
  if (!read || !listed) return { object: UNKNOWN };
  const { chunks } = listed;
  const recordOf = (of: string) => read.records.find((record) => record.name === of);
  if (!isWithin(name, read.knownThrough)) {
    const recorded = await at.index.readRecord(name);
    return { object: recorded ? lookupIn(at, name, { record: recorded.record, chunks }) : UNKNOWN };
  }
  const object = lookupIn(at, name, { record: recordOf(name), chunks });
  const directory = isObject(object.value) ? undefined : directoryName(at, name);
  const isReached =
    directory !== undefined &&
    isWithin(directory, read.knownThrough) &&
    chunks.some((chunk) => contains(chunk, directory));
  if (!isReached) return { object };
  return { object, directory: lookupIn(at, directory, { record: recordOf(directory), chunks }) };
}

export function isObject(known: LookedUp): boolean {
  return known.state === 'present' && known.entry.type === 'object';
}

/** The range in which the records of both lie. */
export function spanOf(at: ScopeContext, name: string): NameRange & { through: string } {
  return { after: justBelow(name), through: directoryName(at, name) ?? name };
}

/** `undefined` if no directory can have this name. */
export function directoryName(at: ScopeContext, name: string): string | undefined {
  const directory = name + DELIMITER;
  return at.index.canHold(directory) ? directory : undefined;
}
