/** Decisions by price: whether to check names one by one, or to list them again. */

import { LIST_MAX_KEYS } from '../../../shared/list-bound.ts';
import { DECIDING_PRICES } from '../../../shared/prices.ts';
import { CHUNK_TYPICAL_ENTRIES } from './chunk.ts';
import { isDirectoryName } from './names.ts';

const { s3List, s3Head, writeUnit } = DECIDING_PRICES;
const WRITE_UNITS_A_CHUNK = 4;

/**
 * The number of HEADs that cost the same as one LIST. After this many stat misses in a directory, the next miss sends
 * a LIST.
 */
export const MISSES_BEFORE_LIST = Math.floor(s3List / s3Head);

/**
 * True if listing `span` names again is cheaper than checking each void name separately. Both prices include the
 * writes to the index.
 */
export function listingIsCheaper(voidNames: readonly string[], span: number): boolean {
  let single = 0;
  for (const name of voidNames) single += (isDirectoryName(name) ? s3List : s3Head) + writeUnit;
  const chunks = Math.ceil(span / CHUNK_TYPICAL_ENTRIES);
  const listing = Math.ceil(span / LIST_MAX_KEYS) * s3List + chunks * WRITE_UNITS_A_CHUNK * writeUnit;
  return listing < single;
}
