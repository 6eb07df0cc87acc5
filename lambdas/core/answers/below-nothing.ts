/**
 * If the parent directory is known not to list this directory, it is empty, and no LIST is needed. File managers ask
 * what is below every file that they show.
 */
import { lookup } from '../index/lookup.ts';
import { placeOfDirectory } from '../model/names.ts';
import type { Evidence } from '../request/evidence.ts';
import type { ReadContext } from '../request/read-context.ts';
import { atDirectory } from '../request/scope-context.ts';

/** The evidence that nothing is there; `undefined` when the index does not show it. */
export async function belowNothing(context: ReadContext, directory: string): Promise<Evidence | undefined> {
  const place = placeOfDirectory(directory);
  if (place === undefined || !context.instance.table.canHold(place.name)) return undefined;
  const { value, evidence } = await lookup(atDirectory(context, place.prefix), place.name);
  return value.state === 'absent' ? evidence : undefined;
}
