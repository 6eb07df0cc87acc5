/**
 * Writes one LIST response to the index: cuts it into chunks, seals and writes them, and deletes the older chunks
 * that it replaces.
 */
import { inParallel } from '../../../shared/in-parallel.ts';
import { decodeChunk } from '../index/decode-chunk.ts';
import type { Chunk } from '../model/chunk.ts';
import { entriesIn } from '../model/entries.ts';
import { contains, covers, type NameRange, type Position, without } from '../model/range.ts';
import { judge } from '../model/validity.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import { cutPage, type ObservedPage } from './cut-page.ts';
import type { Gap } from './list-gap.ts';
import { judgeSuspicions, suspectLostEvents } from './lost-events.ts';
import { olderChunks } from './older-chunks.ts';

const WRITES_AT_ONCE = 16;

/**
 * Returns true when everything was written. Older chunks that start inside the page are deleted or replaced. An older
 * chunk that starts before the page and reaches into it is shortened. The page's first chunk is written last, so that
 * a reader who finds the start of a directory also finds the rest.
 *
 * A fill stores a directory's page some seconds after the LIST that gives its date. Meanwhile, another LIST may have
 * stored a later page. What later chunks cover is not written, because reads use the chunk with the nearest start.
 */
export async function storePage(
  at: ScopeContext,
  page: ObservedPage,
  gap: Pick<Gap, 'known' | 'knownIn'>,
): Promise<boolean> {
  const older = await olderChunks(at, page, gap);
  if (!older) return false;
  await judgeSuspicions(at.instance);
  await suspectLostEvents(at, page, older);
  const starts = older.map(({ after }) => after).filter((after) => startsInside(page, after));
  const later = older.filter(
    (chunk) => chunk.observedAt > page.observedAt && judge(chunk, at.freshnessPolicy()) === 'usable',
  );
  const chunks = visibleRanges(page, later).flatMap((range) =>
    cutPage(at.scope, { ...page, ...range, entries: entriesIn(page.entries, range) }, starts),
  );
  const [first, ...rest] = chunks;
  const kept = new Set<Position>(chunks.map((chunk) => chunk.after));
  const obsolete = starts.filter((after) => !kept.has(after) && after !== page.through);
  const writes = [
    ...rest.map((chunk) => () => at.index.writeChunk(chunk)),
    ...obsolete.map((after) => () => at.index.deleteChunk(after, page.observedAt)),
    ...older.filter((chunk) => reachesInto(chunk, page)).map((chunk) => () => shorten(at, chunk, page)),
  ];
  const written = await inParallel<() => Promise<unknown>, unknown>(writes, WRITES_AT_ONCE, (write) =>
    write(),
  );
  if (written.includes(undefined)) return false;
  return first === undefined || (await at.index.writeChunk(first)) !== undefined;
}

/** The parts of the range that no later chunk covers, in ascending order. */
function visibleRanges(range: NameRange, later: readonly NameRange[]): NameRange[] {
  let visible = [range];
  for (const chunk of later) visible = visible.flatMap((part) => without(part, chunk));
  return visible;
}

function reachesInto(chunk: Chunk, page: ObservedPage): boolean {
  return chunk.observedAt < page.observedAt && chunk.after !== page.after && covers(chunk, page.after);
}

/**
 * Shortens an older chunk that reaches into the page, because a listing that reads only this chunk would not find the
 * later page. What the chunk says about names before the page stays valid, with the same time.
 */
async function shorten(at: ScopeContext, chunk: Chunk, page: ObservedPage): Promise<unknown> {
  const isOver = chunk.endsAt <= at.instance.clock.now() || chunk.epoch !== page.epoch;
  const entries = isOver ? undefined : decodeChunk(at.instance, at.scope, chunk);
  // A chunk that cannot be used does no harm.
  if (!entries || typeof page.after !== 'string') return 'done';
  const range: NameRange = { after: chunk.after, through: page.after };
  const [shorter] = cutPage(at.scope, { ...chunk, ...range, entries: entriesIn(entries, range) });
  return at.index.shortenChunk(shorter!, chunk.through);
}

function startsInside(page: NameRange, after: Position): after is string {
  return typeof after === 'string' && contains(page, after);
}
