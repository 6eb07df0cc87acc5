import { END, type RangeEnd, START } from '../model/range.ts';
import type { ChunkPage } from '../ports/index-table.ts';

/** Up to where it is known which chunks there are, after reading these. */
export function readThrough({ chunks, more }: ChunkPage): RangeEnd {
  const last = chunks.at(-1);
  if (!more || !last) return END;
  if (last.through !== END) return last.through;
  // Others may lie inside the range of a chunk that goes to the end.
  return last.after === START ? END : last.after;
}
