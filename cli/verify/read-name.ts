/** Reads one name of a directory by a listing of one entry, which does not depend on the names beside it. */
import { byteLength } from '../../shared/byte-length.ts';
import { compareNames } from '../../shared/byte-order.ts';
import { DELIMITER, MAX_KEY_BYTES } from '../../shared/keys.ts';
import { ABSENT } from './describe.ts';
import { type Place, readPage, type Source } from './page.ts';
import type { SaidOfName } from './part.ts';

/** The names between `x` and `x/` are at most this, unless they begin with `x.` and the last character of Unicode. */
const JUST_BEFORE_DELIMITER = '.\u{10ffff}';

/** Returns `undefined` if the index does not hold an answer about the name. */
export async function readName(place: Place, name: string, from: Source): Promise<SaidOfName | undefined> {
  const page = await readPage(place, { ...startOf(place.prefix, name), limit: 1, from });
  if (!page) return undefined;
  const { said, ageSeconds } = page;
  const [first] = said.keys();
  if (first !== undefined && compareNames(first, name) < 0) return undefined;
  return { said: said.get(name) ?? ABSENT, ageSeconds };
}

/** The filter of a listing ends in no slash, so a directory's name is found by its start. */
function startOf(prefix: string, name: string): { filter: string; after?: string } {
  if (!name.endsWith(DELIMITER)) return { filter: name };
  const filter = name.slice(0, -DELIMITER.length);
  const after = filter + JUST_BEFORE_DELIMITER;
  return byteLength(prefix + after) <= MAX_KEY_BYTES ? { filter, after } : { filter };
}
