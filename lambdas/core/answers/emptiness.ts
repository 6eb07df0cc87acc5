/**
 * Checks that a directory is really empty, because programs may delete a directory that is reported as empty. A
 * directory that its parent does not list is known to be empty. A directory for which only several observations
 * together show nothing is listed once more.
 */
import { lookupIn } from '../index/lookup.ts';
import { placeOfDirectory } from '../model/names.ts';
import { type Failed, isFailed } from '../questions/answer.ts';
import type { Evidence, WithEvidence } from '../request/evidence.ts';
import type { ReadContext } from '../request/read-context.ts';
import { atDirectory, type ScopeContext } from '../request/scope-context.ts';

/**
 * Returns the evidence that the directory is empty, because its parent does not list it; `undefined` when the index
 * does not show that. File managers list below every name that they show, and such a list needs no LIST. The parent
 * is read in parallel with the first reads of this directory (`isAtGap`: those reads found nothing that can be used).
 * The read costs 1.5 read units, so it is skipped for directories about which this instance has answered before.
 */
export async function knownEmpty(
  at: ScopeContext,
  directory: string,
  isAtGap: () => Promise<boolean>,
): Promise<Evidence | undefined> {
  const { metFilled } = at.instance;
  const { id } = at;
  const [isGap, empty] = await Promise.all([
    isAtGap(),
    metFilled.has(id) ? undefined : lookAbove(at.question, directory),
  ]);
  if (isGap && empty) return empty;
  metFilled.add(id);
  return undefined;
}

/** Returns the evidence that the parent does not list this directory. */
async function lookAbove(question: ReadContext, directory: string): Promise<Evidence | undefined> {
  const place = placeOfDirectory(directory);
  if (place === undefined || !question.instance.table.canHold(place.name)) return undefined;
  const above = atDirectory(question, place.prefix);
  const found = await above.index.glanceAt(place.name);
  if (!found) return undefined;
  const { value, evidence } = lookupIn(above, place.name, found);
  return value.state === 'absent' ? evidence : undefined;
}

/**
 * Confirms an answer without entries. S3's answers about different names are not ordered: if a client puts `v2` and
 * then deletes `v1`, two valid observations together may show an empty directory, although it never was empty in S3.
 * So if emptiness is based on more than one observation, S3 is asked once more (`fromS3` answers the same question
 * from S3). The new page is stored, and later answers are based only on it.
 */
export async function confirmEmpty<T>(
  found: WithEvidence<T | Failed>,
  isEmpty: (value: T) => boolean,
  fromS3: () => Promise<WithEvidence<T | Failed>>,
): Promise<WithEvidence<T | Failed>> {
  const { value, evidence } = found;
  const isInvented = !isFailed(value) && isEmpty(value) && evidence.observations > 1;
  return isInvented ? fromS3() : found;
}
