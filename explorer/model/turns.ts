/** Whose turn it is to be asked about again: what is looked at first, then whatever has waited longest. */
import type { EntryJson } from '../../contract/answers/entry.ts';
import { compareNames } from '../../shared/byte-order.ts';
import type { Stretch } from './listing.ts';

/** Stretches asked about because they are looked at: in S3's order a screen touches two at most. */
const MAX_LOOKED_AT = 2;
/** Others asked about in the same turn, so that a large directory is gone through without hurry. */
const MAX_OTHERS = 4;

export class Turns {
  /** By cursor, which stays with a stretch when its end moves. */
  readonly #lastTurn = new Map<string, number>();
  #turn = 0;

  /**
   * @param visible rows on the screen, in any order
   * @param onlyLookedAt the rest has to wait
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
