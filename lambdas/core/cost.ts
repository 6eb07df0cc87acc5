/** The price table's part in decisions: looking again by the cheapest plan. Dollars per million, us-east-1, as DESIGN.md gives them. */
import { CHUNK_TYPICAL_ENTRIES } from './chunk.ts';
import { isDirectoryName } from './names.ts';

const LIST_USD = 5;
const HEAD_USD = 0.4;
const WRITE_UNIT_USD = 0.625;
const WRITE_UNITS_A_CHUNK = 4;
const LIST_NAMES = 1_000;

/** HEADs that cost one LIST: after so many stat misses in a directory the next one lists (rent or buy). */
export const MISSES_BEFORE_LIST = Math.floor(LIST_USD / HEAD_USD);

/** Is it cheaper to list `span` names again than to look at each void one by itself? Both answers are written back. */
export function listingIsCheaper(voidNames: readonly string[], span: number): boolean {
  let single = 0;
  for (const name of voidNames) single += (isDirectoryName(name) ? LIST_USD : HEAD_USD) + WRITE_UNIT_USD;
  const chunks = Math.ceil(span / CHUNK_TYPICAL_ENTRIES);
  const listing = Math.ceil(span / LIST_NAMES) * LIST_USD + chunks * WRITE_UNITS_A_CHUNK * WRITE_UNIT_USD;
  return listing < single;
}
