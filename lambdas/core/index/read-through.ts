import { END, type RangeEnd, START } from '../model/range.ts';
import type { ChunkPage } from '../ports/index-table.ts';

/** Returns the end of the range in which this read returned all chunks. */
export function readThrough({ chunks, more }: ChunkPage): RangeEnd {
  const last = chunks.at(-1);
  if (!more || !last) return END;
  if (last.through !== END) return last.through;
  // The last chunk goes to the end, and more chunks may start inside its range. So only its start is certain.
  return last.after === START ? END : last.after;
}
