/**
 * Reads one name of a directory by a listing of one entry. This listing depends on the names that begin with the name,
 * so an object that it does not answer is read by a stat. A stat alone is not enough: about an object that is absent,
 * it needs the listing of the directory of the same name.
 */
import { byteLength } from '../../shared/byte-length.ts';
import { compareNames } from '../../shared/byte-order.ts';
import { DELIMITER, MAX_KEY_BYTES } from '../../shared/keys.ts';
import { askIndex } from './ask-index.ts';
import { ABSENT, describe } from './describe.ts';
import { type Place, readPage, type Source } from './page.ts';
import type { SaidOfName } from './part.ts';

/** The names between `x` and `x/` are at most this, unless they begin with `x.` and the last character of Unicode. */
const JUST_BEFORE_DELIMITER = '.\u{10ffff}';

/** Returns `undefined` if the index does not hold an answer about the name. */
export async function readName(place: Place, name: string, from: Source): Promise<SaidOfName | undefined> {
  const page = await readPage(place, { ...startOf(place.prefix, name), limit: 1, from });
  if (!page) return isObject(name) ? statName(place, name) : undefined;
  const { said, ageSeconds } = page;
  const [first] = said.keys();
  if (first !== undefined && compareNames(first, name) < 0) return undefined;
  return { said: said.get(name) ?? ABSENT, ageSeconds };
}

/** Like `readName` from the index, in one request, but it may miss an answer that depends on other names. */
export function glanceAtName(place: Place, name: string): Promise<SaidOfName | undefined> {
  return isObject(name) ? statName(place, name) : readName(place, name, 'index');
}

/** The marker object's name is empty, and its key is that of the directory. */
function isObject(name: string): boolean {
  return name !== '' && !name.endsWith(DELIMITER);
}

function statName(place: Place, name: string): Promise<SaidOfName | undefined> {
  const { client, bucket, prefix, signal } = place;
  return askIndex(place, async () => {
    const ask = { onlyIfCached: true, noStore: true, signal };
    const { freshness, ...answer } = await client.stat(bucket, prefix + name, ask);
    const isFound = answer.found && answer.type === 'object';
    return { said: isFound ? describe(answer) : ABSENT, ageSeconds: freshness.age };
  });
}

/** The filter of a listing ends in no slash, so a directory's name is found by its start. */
function startOf(prefix: string, name: string): { filter: string; after?: string } {
  if (!name.endsWith(DELIMITER)) return { filter: name };
  const filter = name.slice(0, -DELIMITER.length);
  const after = filter + JUST_BEFORE_DELIMITER;
  return byteLength(prefix + after) <= MAX_KEY_BYTES ? { filter, after } : { filter };
}
