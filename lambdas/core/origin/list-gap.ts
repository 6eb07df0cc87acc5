/** Sends one LIST from a position on. Returns a page that never ends inside a valid page. */
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
 * Maximum number of consecutive responses without a name. S3 may send some before the last one; more are not a valid
 * listing.
 */
const MAX_EMPTY_LISTS = 20;

export interface Gap {
  /** List the names after this position. */
  after: Position;
  /** List no names after this. If absent, list to the end. */
  through?: RangeEnd;
  /** Valid pages after the gap. The new page ends where the next of them starts. */
  pages: readonly CachedPage[];
  /**
   * Chunks that were read from the index, and the range in which they were read. Chunks that start in the new page
   * will be replaced.
   */
  known: readonly Chunk[];
  knownIn?: NameRange;
  /** The question needs an answer from S3, so stored data is not used. */
  ignoreStored?: boolean;
  /** True for the first LIST of a question about a tree, if the question begins at the start (rent.ts). */
  mayRent?: boolean;
  /** The page is used only for this answer: only the wanted names are listed, and nothing is stored. */
  rented?: boolean;
  /** S3's token from the LIST of the same run that ended at `after`. */
  token?: string;
  /** The number of wanted names. Used only if the page is not stored. */
  wanted: number;
}

export interface ListedPage {
  page: CachedPage;
  /** S3's token for the next LIST, if the page ends where this LIST ended. */
  token?: string;
}

/** Without a watch, only the wanted names are listed, and the page ends when it was observed, so it is not stored. */
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
    const entries = entriesIn(listed.entries, { after: gap.after, through: END });
    if (entries.length > 0 || listed.token === undefined) return { ...listed, entries };
    token = listed.token;
  }
  return { ...failed('upstream-failed', 'S3 returned too many pages without a name.'), disordered: true };
}

/**
 * The range that the response covers: up to its last name, or to the end, but not beyond the start of the next valid
 * page. It never ends inside a valid page, because the rest of that page could then not be found from the page's
 * start. In a tree, pages that the response covers completely do not end the range: every directory that was listed
 * separately has left such a page, and a LIST for each gap between them would cost far more.
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
