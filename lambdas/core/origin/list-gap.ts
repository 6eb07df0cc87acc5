/** Sends one LIST from a position on, and returns a page that never reaches into valid pages. */
import { LIST_MAX_KEYS } from '../../../shared/list-bound.ts';
import { floorKnownMs } from '../model/bucket-item.ts';
import { type CachedPage, nextStart } from '../model/cached-page.ts';
import type { Chunk } from '../model/chunk.ts';
import { entriesIn } from '../model/entries.ts';
import { pageLifeMs, treePageLifeMs } from '../model/life.ts';
import {
  compareEnds,
  END,
  earlierEnd,
  isAfter,
  type NameRange,
  type Position,
  type RangeEnd,
} from '../model/range.ts';
import { type Failed, failed, isFailed } from '../questions/answer.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import type { Listed } from '../request/scoped-store.ts';
import { newestOf } from './cut-page.ts';
import type { Watch } from './watch.ts';

/**
 * S3 may return pages without a name before the last page. More of them in a row than this are not a valid listing.
 */
const MAX_EMPTY_LISTS = 20;

export interface Gap {
  /** List the names after this position. */
  after: Position;
  /** List no name after this. Absent: list to the end. */
  through?: RangeEnd;
  /** Valid pages after the gap: the new page ends where the next of them starts. */
  pages: readonly CachedPage[];
  /**
   * Chunks seen in the index, and the range in which they were read. Those that start in the new page will be
   * replaced.
   */
  known: readonly Chunk[];
  knownIn?: NameRange;
  /** The question needs an answer from S3 itself. */
  ignoreStored?: boolean;
  /** The first LIST of a question about a tree from its start (rent.ts). */
  mayRent?: boolean;
  /** The page is only for this answer: list the wanted names, and store nothing. */
  rented?: boolean;
  /** S3's token from the LIST that ended exactly here, in the same run. */
  token?: string;
  /** How many names are wanted. Used only when the answer is not kept. */
  wanted: number;
}

export interface ListedPage {
  page: CachedPage;
  /** S3's token for the next LIST, if the page ends where this LIST ended. */
  token?: string;
}

/** Without a watch, the page ends when it was observed, and only the wanted names are listed. */
export async function listGap(
  at: ScopeContext,
  gap: Gap,
  watch: Watch | undefined,
): Promise<ListedPage | Failed> {
  const observedAt = at.instance.clock.now();
  const maxKeys = watch ? LIST_MAX_KEYS : Math.min(LIST_MAX_KEYS, gap.wanted + 1);
  const listed = await listOn(at, gap, maxKeys);
  if (isFailed(listed)) {
    if (listed.disordered) await voidEarlierPages(at);
    return listed;
  }
  const range = rangeOf(at, listed, gap);
  const entries = entriesIn(listed.entries, range);
  const lifeOf = at.scope.kind === 'tree' ? treePageLifeMs : pageLifeMs;
  const lifeMs = lifeOf(at.bucket, newestOf(entries), observedAt);
  const endsAt = watch ? Math.min(observedAt + lifeMs, watch.until) : observedAt;
  const endsWithList = range.through === listed.entries.at(-1)?.name;
  return {
    page: { ...range, observedAt, endsAt, entries, fresh: true },
    token: endsWithList ? listed.token : undefined,
  };
}

/** Voids the earlier pages of the same run for every instance, before the question fails. */
async function voidEarlierPages(at: ScopeContext): Promise<void> {
  const { clock, waiter, settings } = at.instance;
  const raised = await at.index.raiseFloor(clock.now());
  if (raised) await waiter.wait(floorKnownMs(settings.clockMarginMs));
}

async function listOn(at: ScopeContext, gap: Gap, maxKeys: number): Promise<Listed | Failed> {
  let { token } = gap;
  for (let i = 0; i < MAX_EMPTY_LISTS; i++) {
    const listed = await at.store.list({ after: gap.after, token, maxKeys });
    if (isFailed(listed)) return listed;
    const entries = listed.entries.filter(({ name }) => isAfter(name, gap.after));
    if (entries.length > 0 || listed.token === undefined) return { ...listed, entries };
    token = listed.token;
  }
  return { ...failed('upstream-failed', 'S3 returned too many pages without a name.'), disordered: true };
}

/**
 * The range that the response covers: up to its last name, or to the end, but only up to where the next valid page
 * starts. It never ends inside a valid page, because the rest of that page could not be found from its start any
 * more. In a tree, small pages that it covers completely do not end it: every directory that was listed by itself
 * left one, and a LIST for each gap between them would cost far more.
 */
function rangeOf(at: ScopeContext, { entries, token }: Listed, gap: Gap): NameRange {
  const reached = token === undefined ? END : entries.at(-1)!.name;
  const standing =
    at.scope.kind === 'tree'
      ? gap.pages.filter(({ through }) => compareEnds(through, reached) > 0)
      : gap.pages;
  const next = nextStart(standing, gap.after) ?? END;
  return { after: gap.after, through: earlierEnd(earlierEnd(next, reached), gap.through ?? END) };
}
