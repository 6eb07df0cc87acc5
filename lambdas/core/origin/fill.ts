/** Filling a gap: one LIST from a position, kept in the index, never reaching into pages that are still good. */

import { byteLength } from '../../../shared/byte-length.ts';
import { MAX_KEY_BYTES } from '../../../shared/keys.ts';
import { LIST_MAX_KEYS } from '../../../shared/list-bound.ts';
import { type CachedPage, nextStart, slice } from '../model/cached-page.ts';
import type { ChunkSpan } from '../model/chunk.ts';
import { pageLifeMs } from '../model/life.ts';
import type { Directory } from '../model/names.ts';
import { isAfter, isWithin, type Position } from '../model/position.ts';
import type { ListOutcome } from '../ports/object-store.ts';
import type { Failed } from '../questions/answer.ts';
import type { Engine } from '../request/engine.ts';
import type { ReadContext } from '../request/read-context.ts';
import { newestOf } from './cut-page.ts';
import { storePage } from './store-page.ts';
import { beginWatch, type Watch } from './watch.ts';

/** S3 may answer pages without a name while it goes on; more in a row than this is no listing. */
const MAX_EMPTY_LISTS = 20;

export interface Gap {
  /** List the names after this. */
  after: Position;
  /** Good pages that stand in the way: the new page ends where the next of them starts. */
  pages: readonly CachedPage[];
  /** Chunks seen in the index, replaced where the new page covers their start. */
  known: readonly ChunkSpan[];
  /** S3's token from the LIST that ended exactly here, in the same run. */
  token?: string;
  /** How many names are wanted; only matters when the answer is not kept. */
  wanted: number;
  /** The watch, when it was taken already (with the fill lease). */
  watch?: Watch;
}

export interface Filled {
  outcome: 'filled';
  page: CachedPage;
  token?: string;
  stored: boolean;
}

/** `waited`: another instance filled; read the window again. */
export type GapFilled = Filled | { outcome: 'waited' };

export async function fill(
  engine: Engine,
  context: ReadContext,
  directory: Directory,
  gap: Gap,
): Promise<Filled | Failed> {
  const watch = context.storing
    ? (gap.watch ?? (await beginWatch(engine, context, directory, false)))
    : undefined;
  const observedAt = engine.clock.now();
  const maxKeys = watch ? LIST_MAX_KEYS : Math.min(LIST_MAX_KEYS, gap.wanted + 1);
  const listed = await listOn(engine, context, directory, gap, maxKeys);
  if (listed.outcome === 'failed') return listed;
  const span = spanOf(listed.entries, listed.token, gap);
  const entries = slice(listed.entries, undefined, span.through);
  const lifeMs = pageLifeMs(context.bucket, newestOf(entries), observedAt);
  const endsAt = watch ? Math.min(observedAt + lifeMs, watch.until) : observedAt;
  const page: CachedPage = { ...span, observedAt, endsAt, entries, fresh: true };
  const stored =
    watch !== undefined &&
    endsAt > observedAt &&
    (await keep(engine, context, directory, page, watch, gap.known));
  const token = span.through === listed.entries.at(-1)?.name ? listed.token : undefined;
  return { outcome: 'filled', page, stored, ...(token !== undefined && { token }) };
}

type Listed = Extract<ListOutcome, { outcome: 'listed' }>;

async function listOn(
  engine: Engine,
  context: ReadContext,
  directory: Directory,
  gap: Gap,
  maxKeys: number,
): Promise<Listed | Failed> {
  let token = gap.token;
  for (let i = 0; i < MAX_EMPTY_LISTS; i++) {
    const request = {
      bucket: directory.bucket,
      prefix: directory.prefix,
      ...(gap.after !== undefined && { startAfter: keyAtMost(directory.prefix + gap.after) }),
      ...(token !== undefined && { token }),
      maxKeys,
    };
    const answer = await context.s3('list', () => engine.store.list(request));
    if (answer.outcome === 'failed') return answer as Failed;
    const listed = answer as Listed;
    const entries = listed.entries.filter(({ name }) => isAfter(name, gap.after));
    if (entries.length > 0 || listed.token === undefined) return { ...listed, entries };
    token = listed.token;
  }
  return context.failed('upstream-failed', 'S3 lists page after page without a name.');
}

/** A position just below a name may be longer than any key; what it is cut to lies before it, and the answer is filtered. */
function keyAtMost(position: string): string {
  if (byteLength(position) <= MAX_KEY_BYTES) return position;
  return keyAtMost([...position].slice(0, -1).join(''));
}

/**
 * The range the answer speaks for: up to its last name, or to the end; but only to where the next good page starts. It
 * never ends inside a good page, whose rest could no longer be found from its start.
 */
function spanOf(entries: Listed['entries'], token: string | undefined, gap: Gap): ChunkSpan {
  const reached = token === undefined ? undefined : entries.at(-1)!.name;
  const next = nextStart(gap.pages, gap.after);
  const through = next !== undefined && isWithin(next, reached) ? next : reached;
  return { ...(gap.after !== undefined && { after: gap.after }), ...(through !== undefined && { through }) };
}

async function keep(
  engine: Engine,
  context: ReadContext,
  directory: Directory,
  page: CachedPage,
  watch: Watch,
  known: readonly ChunkSpan[],
): Promise<boolean> {
  const positions = [page.after ?? '', page.through ?? '', ...page.entries.map(({ name }) => name)];
  if (!positions.every((name) => engine.table.canHold(name))) return false;
  const { fresh: _, ...observed } = page;
  const stored = await context.index(async () => {
    await storePage(
      engine,
      directory,
      { ...observed, watchedUntil: watch.until, epoch: context.epoch },
      { known, latestAt: context.latestAt },
    );
    return true;
  });
  return stored === true;
}
