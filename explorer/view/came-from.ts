/** After going up from a directory, the cursor is on that directory. */
import type { Place } from '../model/place.ts';
import type { Explorer } from '../state/explorer.ts';

let cameFrom: string | undefined;

/** Must be called before the step to `place`. */
export function rememberCameFrom(now: Place, place: Place): void {
  const below =
    now.bucket === place.bucket && now.prefix !== place.prefix && now.prefix.startsWith(place.prefix);
  const rest = now.prefix.slice(place.prefix.length);
  cameFrom = below ? rest.slice(0, rest.indexOf('/') + 1) : undefined;
}

/** The name that the cursor should be on. It is returned only once. */
export function takeCameFrom(): string | undefined {
  const name = cameFrom;
  cameFrom = undefined;
  return name;
}

export function goUpTo(explorer: Explorer, place: Place): void {
  rememberCameFrom(explorer.where.place.peek(), place);
  explorer.where.go(place);
}
