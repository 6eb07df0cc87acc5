/** Chooses the stretches to refresh: first those on the screen, then those that have waited longest. */
import type { EntryJson } from '../../contract/answers/entry.ts';
import { compareNames } from '../../shared/byte-order.ts';
import type { Stretch } from './listing.ts';

/** Visible stretches in one turn. In S3's order, a screen shows at most two. */
const MAX_LOOKED_AT = 2;
/** Other stretches in the same turn. The number is small, so a large directory is refreshed slowly. */
const MAX_OTHERS = 4;

export class Turns {
  /** By cursor, which stays the same when the end of a stretch moves. */
  readonly #lastTurn = new Map<string, number>();
  #turn = 0;

  /**
   * @param visible rows on the screen, in any order
   * @param onlyLookedAt refresh only what is on the screen
   */
  next(stretches: readonly Stretch[], visible: readonly EntryJson[], onlyLookedAt: boolean): Stretch[] {
    this.#turn++;
    const waited = ({ cursor = '' }: Stretch) => this.#lastTurn.get(cursor) ?? 0;
    const lookedAt = stretches.filter((stretch) => visible.some(({ name }) => covers(stretch, name)));
    const oldestFirst = (list: readonly Stretch[]) => list.toSorted((a, b) => waited(a) - waited(b));
    const first = oldestFirst(lookedAt).slice(0, MAX_LOOKED_AT);
    const others = oldestFirst(stretches.filter((it) => !first.includes(it))).slice(
      0,
      onlyLookedAt ? 0 : MAX_OTHERS,
    );
    const chosen = [...first, ...others];
    for (const { cursor = '' } of chosen) this.#lastTurn.set(cursor, this.#turn);
    return chosen;
  }
}

function covers({ after, through }: Stretch, name: string): boolean {
  return (
    (after === undefined || compareNames(name, after) > 0) &&
    (through === undefined || compareNames(name, through) <= 0)
  );
}
