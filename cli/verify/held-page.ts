/** A page as the index holds it, directly or by what it holds about the parent. */
import { DELIMITER } from '../../shared/keys.ts';
import { ABSENT } from './describe.ts';
import { isRefusal } from './is-refusal.ts';
import { PAGE_NAMES, type Page, type Place, readPage } from './page.ts';
import { readName } from './read-name.ts';

/** Returns `undefined` if the index does not hold the whole page. */
export async function heldPage(place: Place, after: string | undefined): Promise<Page | undefined> {
  const page = await readPage(place, { after, limit: PAGE_NAMES, from: 'index' });
  return page ?? (after === undefined && place.mayBeAbsent ? emptyByParent(place) : undefined);
}

/**
 * If the parent does not list the directory, the service answers that it is empty. It may forget that, to save a read,
 * in an instance that has read the directory from S3, so the parent is asked here.
 */
async function emptyByParent(place: Place): Promise<Page | undefined> {
  const { prefix } = place;
  if (prefix === '') return undefined;
  const cut = prefix.slice(0, -DELIMITER.length).lastIndexOf(DELIMITER) + 1;
  const parent = { ...place, prefix: prefix.slice(0, cut) };
  try {
    const found = await readName(parent, prefix.slice(cut), 'index');
    return found?.said === ABSENT
      ? { said: new Map(), ageSeconds: found.ageSeconds, isMiss: false }
      : undefined;
  } catch (error) {
    // The caller may read only the directory itself.
    if (isRefusal(error)) return undefined;
    throw error;
  }
}
