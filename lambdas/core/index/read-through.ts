import { END, type RangeEnd, START } from '../model/range.ts';
import type { ChunkPage } from '../ports/index-table.ts';

/** The last name up to which all chunks are known after this read. */
export function readThrough({ chunks, more }: ChunkPage): RangeEnd {
  const last = chunks.at(-1);
  if (!more || !last) return END;
  if (last.through !== END) return last.through;
  // More chunks may start inside the range of a chunk that goes to the end.
  return last.after === START ? END : last.after;
}
