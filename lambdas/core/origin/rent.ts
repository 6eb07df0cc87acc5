/**
 * Rent or buy: decides whether a page of a tree is listed for one answer only, or stored. To store a page of 1,000
 * keys costs about 28 write units, more than three LISTs. So the first small questions about a cold directory ("is
 * there anything below?") only list the names that they want. The page is stored when the directory has been
 * requested more often.
 */
import { DECIDING_PRICES } from '../../../shared/prices.ts';
import type { ScopeContext } from '../request/scope-context.ts';

const STORING_WRITE_UNITS = 28;
/** Number of questions about one directory for which an instance stores nothing. */
export const RENTS = Math.floor((STORING_WRITE_UNITS * DECIDING_PRICES.writeUnit) / DECIDING_PRICES.s3List);
/** A question for more names than this will probably be followed by one for the next names, so its page is stored. */
export const MOST_RENTED_NAMES = 100;

/** True if the question stores nothing. It is then counted. */
export function rents({ scope, id, instance, question }: ScopeContext, wanted: number): boolean {
  if (scope.kind !== 'tree' || wanted > MOST_RENTED_NAMES || !question.storing) return false;
  const turns = Array.from({ length: RENTS }, (_, turn) => `${turn} ${id}`);
  const next = turns.find((turn) => !instance.rented.has(turn));
  if (next !== undefined) instance.rented.add(next);
  return next !== undefined;
}
