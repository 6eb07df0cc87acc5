/**
 * Looks up a name in the index as an object and, by the same reads, as a directory, because a key that is not an
 * object may be a directory. Few records are between those of `name` and `name/`, and usually one chunk covers both.
 */
import { DELIMITER } from '../../../shared/keys.ts';
import type { Chunk } from '../model/chunk.ts';
import { comparePositions, contains, isWithin, justBelow, type NameRange } from '../model/range.ts';
import type { WithEvidence } from '../request/evidence.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import { type LookedUp, lookupIn, UNKNOWN } from './lookup.ts';

/** Both records, and a few records between them, such as those of `name.txt` and `name-1`. */
export const RECORDS_BETWEEN = 6;

export interface BothLookedUp {
  object: WithEvidence<LookedUp>;
  /** Absent if the object exists, or if the reads do not show whether the directory exists. */
  directory?: WithEvidence<LookedUp>;
}

export async function lookupBoth(at: ScopeContext, name: string): Promise<BothLookedUp> {
  at.index.requireHolds(name);
  const [read, chunks] = await Promise.all([
    at.index.readRecords({ ...spanOf(at, name), limit: RECORDS_BETWEEN }),
    nearestChunks(at, name),
  ]);
  if (!read || !chunks) return { object: UNKNOWN };
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

/**
 * Returns the chunks nearest to `name` and to `name/`: those that start last, at or before each. Usually it is the
 * same chunk, which is read once. Returns `undefined` when the index is not usable.
 */
export async function nearestChunks(at: ScopeContext, name: string): Promise<Chunk[] | undefined> {
  const directory = directoryName(at, name);
  const nearest = (to: string) => at.index.readChunks({ from: justBelow(to), limit: 1 });
  const read = await nearest(directory ?? name);
  const startsBetween = read?.chunks.some(
    ({ after }) =>
      comparePositions(after, justBelow(name)) > 0 &&
      comparePositions(after, justBelow(directory ?? name)) <= 0,
  );
  if (!read || !startsBetween) return read?.chunks;
  const ofName = await nearest(name);
  return ofName && [...ofName.chunks, ...read.chunks];
}

export function isObject(known: LookedUp): boolean {
  return known.state === 'present' && known.entry.type === 'object';
}

/** The range that contains the records of `name` and `name/`. */
export function spanOf(at: ScopeContext, name: string): NameRange & { through: string } {
  return { after: justBelow(name), through: directoryName(at, name) ?? name };
}

/** Returns `undefined` if the index cannot hold a directory of this name. */
export function directoryName(at: ScopeContext, name: string): string | undefined {
  const directory = name + DELIMITER;
  return at.index.canHold(directory) ? directory : undefined;
}
