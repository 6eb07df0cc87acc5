/**
 * Rent or buy: is a page of a tree listed for this answer only, or stored? To store a page of 1,000 keys costs some 28
 * write units, more than three LISTs. So the first small questions about a cold directory ("is there anything below?")
 * get a LIST of just what they want, and the page is stored when the directory has been asked for more often.
 */
import { DECIDING_PRICES } from '../../../shared/prices.ts';
import type { ScopeContext } from '../request/scope-context.ts';

const STORING_WRITE_UNITS = 28;
/** Questions of an instance about one directory that store nothing. */
export const RENTS = Math.floor((STORING_WRITE_UNITS * DECIDING_PRICES.writeUnit) / DECIDING_PRICES.s3List);
/** A question for more names than this will probably ask for the next ones too. */
export const MOST_RENTED_NAMES = 100;

/** Counts the question if it rents. */
export function rents({ scope, id, instance, question }: ScopeContext, wanted: number): boolean {
  if (scope.kind !== 'tree' || wanted > MOST_RENTED_NAMES || !question.storing) return false;
  const turns = Array.from({ length: RENTS }, (_, turn) => `${turn} ${id}`);
  const next = turns.find((turn) => !instance.rented.has(turn));
  if (next !== undefined) instance.rented.add(next);
  return next !== undefined;
}
