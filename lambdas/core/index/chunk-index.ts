/** Finds the chunks, among those that were read, that cover a name. It does not test each chunk. */
import type { Chunk } from '../model/chunk.ts';
import { compareEnds, comparePositions, contains, isAfter, isWithin, type RangeEnd } from '../model/range.ts';

export class ChunkIndex {
  readonly #chunks: readonly Chunk[];
  /**
   * For each chunk, the furthest end of all chunks up to it. It is needed because an older chunk may extend beyond
   * chunks that start after it.
   */
  readonly #reach: RangeEnd[] = [];

  /** `chunks` may be in any order. If two have the same start, the last one is used. */
  constructor(chunks: readonly Chunk[]) {
    const ascending = chunks.toSorted((a, b) => comparePositions(a.after, b.after));
    this.#chunks = ascending.filter(({ after }, i) => ascending[i + 1]?.after !== after);
    for (const { through } of this.#chunks) {
      const before = this.#reach.at(-1);
      this.#reach.push(before !== undefined && compareEnds(before, through) > 0 ? before : through);
    }
  }

  covering(name: string): Chunk[] {
    const found: Chunk[] = [];
    for (let i = this.#startedBefore(name) - 1; i >= 0 && isWithin(name, this.#reach[i]!); i--)
      if (contains(this.#chunks[i]!, name)) found.push(this.#chunks[i]!);
    return found;
  }

  /** The number of chunks that start before the name. */
  #startedBefore(name: string): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isAfter(name, this.#chunks[middle]!.after)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
