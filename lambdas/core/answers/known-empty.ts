/**
 * If the parent directory is known not to list this directory, it is empty, and no LIST is needed. File managers ask
 * what is below every file that they show.
 */
import { lookupIn } from '../index/lookup.ts';
import { placeOfDirectory } from '../model/names.ts';
import type { Evidence } from '../request/evidence.ts';
import type { ReadContext } from '../request/read-context.ts';
import { atDirectory, type ScopeContext } from '../request/scope-context.ts';

/**
 * The evidence that the directory is empty; `undefined` when the index does not show it. The parent is read in
 * parallel with the first reads of this directory (`isAtGap`: they found nothing that can be used). That costs 1.5
 * read units, so it is skipped for directories in which this instance found something before.
 */
export async function knownEmpty(
  at: ScopeContext,
  directory: string,
  isAtGap: () => Promise<boolean>,
): Promise<Evidence | undefined> {
  const { metFilled } = at.instance;
  const [isGap, empty] = await Promise.all([
    isAtGap(),
    metFilled.has(at.id) ? undefined : lookAbove(at.question, directory),
  ]);
  if (isGap && empty) return empty;
  metFilled.add(at.id);
  return undefined;
}

/** The evidence that the parent does not list this directory. */
async function lookAbove(question: ReadContext, directory: string): Promise<Evidence | undefined> {
  const place = placeOfDirectory(directory);
  if (place === undefined || !question.instance.table.canHold(place.name)) return undefined;
  const above = atDirectory(question, place.prefix);
  const found = await above.index.glanceAt(place.name);
  if (!found) return undefined;
  const { value, evidence } = lookupIn(above, place.name, found);
  return value.state === 'absent' ? evidence : undefined;
}
