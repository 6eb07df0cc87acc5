/**
 * Where the directory above is known not to list this one, there is nothing in it, and no LIST is needed to say so.
 * File managers ask for what is below each file they show.
 */
import { lookup } from '../index/lookup.ts';
import { placeOfDirectory } from '../model/names.ts';
import type { Evidence } from '../request/evidence.ts';
import type { ReadContext } from '../request/read-context.ts';
import { atDirectory } from '../request/scope-context.ts';

/** What that rests on; undefined: the index does not say so. */
export async function belowNothing(context: ReadContext, directory: string): Promise<Evidence | undefined> {
  const place = placeOfDirectory(directory);
  if (place === undefined || !context.instance.table.canHold(place.name)) return undefined;
  const { value, evidence } = await lookup(atDirectory(context, place.prefix), place.name);
  return value.state === 'absent' ? evidence : undefined;
}
