/** Writing one LIST answer to the index: cut in chunks, sealed, put, and the older chunks it replaces deleted. */

import { inParallel } from '../../../shared/in-parallel.ts';
import type { ChunkSpan } from '../model/chunk.ts';
import type { Directory } from '../model/names.ts';
import { isAfter, isWithin } from '../model/position.ts';
import type { Engine } from '../request/engine.ts';
import { cutPage, type ObservedPage } from './cut-page.ts';

const WRITES_AT_ONCE = 16;

/**
 * Writes the page. `known` are chunks seen in the index before; those that start strictly inside the page are older and
 * deleted. The page's first chunk is written last, so that who waits for a directory's start finds the rest there.
 */
export async function storePage(
  engine: Engine,
  directory: Directory,
  page: ObservedPage,
  { known, latestAt }: { known: readonly ChunkSpan[]; latestAt: number },
): Promise<void> {
  const starts = known.flatMap(({ after }) => after ?? []);
  const [first, ...rest] = cutPage(directory, page, starts);
  const kept = new Set([first!, ...rest].map((chunk) => chunk.after));
  const obsolete = known.filter(
    ({ after }) =>
      after !== undefined &&
      !kept.has(after) &&
      isAfter(after, page.after) &&
      isWithin(after, page.through) &&
      after !== page.through,
  );
  const times = { observedBefore: page.observedAt, latestAt };
  const work = [
    ...rest.map((chunk) => () => engine.table.writeChunk(directory, chunk, latestAt).then(() => {})),
    ...obsolete.map((span) => () => engine.table.deleteChunk(directory, span, times)),
  ];
  await inParallel(work, WRITES_AT_ONCE, (run) => run());
  await engine.table.writeChunk(directory, first!, latestAt);
}
