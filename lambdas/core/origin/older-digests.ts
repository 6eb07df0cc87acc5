/**
 * The digests that one question read, and what its pages do with them. A new page hides an older item that starts
 * before it, and replaces an item that starts in it. The parts of such items after the page are written again as items
 * of their own, unless the question lists them, too.
 */
import type { HeldDigest } from '../index/digests.ts';
import type { Chunk } from '../model/chunk.ts';
import { compareEnds, contains, endsAfter, type NameRange, type Position, START } from '../model/range.ts';

/** What one page replaces. */
export interface ReplacedDigests {
  /** The starts of the items to delete. */
  starts: readonly string[];
  /** The parts to write again. */
  parts: readonly HeldDigest[];
}

export const NOTHING_REPLACED: ReplacedDigests = { starts: [], parts: [] };

export class OlderDigests {
  readonly #items: readonly Chunk[];
  readonly #kept: Set<HeldDigest>;

  /**
   * `items`: all items that were read, also those that cannot be decoded. `kept`: the parts that no page of the
   * question lists again: those that the question uses, and those outside its range.
   */
  constructor(items: readonly Chunk[], kept: readonly HeldDigest[]) {
    this.#items = items;
    const observedAt = new Map(items.map((item) => [item.after, item.observedAt]));
    // An item of its own may start where the part starts. The later observation stays.
    const isOlder = (part: HeldDigest) => part.observedAt > (observedAt.get(part.after) ?? -Infinity);
    this.#kept = new Set(kept.filter(isOlder));
  }

  /** Returns each part only once, also if several pages ask. */
  replacedBy(page: NameRange): ReplacedDigests {
    const parts = [...this.#kept].filter((part) => isHidden(part, page));
    for (const part of parts) this.#kept.delete(part);
    return { starts: this.#items.flatMap(({ after }) => (startsIn(page, after) ? [after] : [])), parts };
  }
}

/** True if the part is after the page, and the item that contains it begins before the end of the page. */
function isHidden({ after, item }: HeldDigest, page: NameRange): boolean {
  return after !== START && compareEnds(page.through, after) <= 0 && endsAfter(page.through, item.after);
}

/** An item that starts where the page ends is after the page. */
export function startsIn(page: NameRange, after: Position): after is string {
  return after !== START && contains(page, after) && after !== page.through;
}
