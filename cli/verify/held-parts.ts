/**
 * Finds the parts of a page that the index holds, if it does not hold the whole page: names whose event was just
 * processed are void, and parts may have expired. S3 is not asked.
 */
import { compareNames } from '../../shared/byte-order.ts';
import { PAGE_NAMES, type Place, readPage } from './page.ts';
import { type Part, partOf, partOfName, type Range } from './part.ts';
import { readName } from './read-name.ts';

/** After a part that is held, this many times more names are read at once; after one that is not, fewer. */
const STEP_FACTOR = 4;
/** A page that has expired is not asked for name by name: after this many, more and more names are skipped. */
const MISSES_BEFORE_SKIP = 16;

/** `names`: the known names of the range, in S3's order. */
export async function heldParts(place: Place, range: Range, names: readonly string[]): Promise<Part[]> {
  const parts: Part[] = [];
  let { after } = range;
  let next = 0;
  let limit = 1;
  while (next < names.length) {
    const page = await readPage(place, { after, limit, from: 'index' });
    if (page) {
      parts.push(partOf(page, { ...range, after }));
      after = page.through;
      if (after === undefined) break;
      while (next < names.length && compareNames(names[next]!, after) <= 0) next++;
      limit = Math.min(limit * STEP_FACTOR, PAGE_NAMES);
    } else if (limit > 1) {
      limit = Math.max(1, Math.floor(limit / STEP_FACTOR));
    } else {
      const found = await nextHeld(place, names, next);
      if (!found) break;
      parts.push(found.part);
      after = names[found.at];
      next = found.at + 1;
    }
  }
  return parts;
}

/** The next name that the index holds. */
async function nextHeld(
  place: Place,
  names: readonly string[],
  from: number,
): Promise<{ at: number; part: Part } | undefined> {
  let skip = 1;
  for (let at = from, misses = 1; at < names.length; at += skip, misses++) {
    const name = names[at]!;
    const held = await readName(place, name, 'index');
    if (held) return { at, part: partOfName(name, held) };
    if (misses >= MISSES_BEFORE_SKIP) skip *= 2;
  }
  return undefined;
}
