/**
 * One LIST of a fill, and what is stored of its result: the page of the tree with its digests, and pages of the
 * directories in it.
 */
import { inParallel } from '../../../shared/in-parallel.ts';
import type { CachedPage } from '../model/cached-page.ts';
import type { FillJob } from '../model/fill-job.ts';
import type { FillRange } from '../model/fill-range.ts';
import { longestLifeMs, pageLifeMs } from '../model/life.ts';
import { END, endsAfter, type RangeEnd, START } from '../model/range.ts';
import type { ServedBucket } from '../model/served-bucket.ts';
import { treePlaceOf } from '../model/tree.ts';
import { newestOf, type ObservedPage } from '../origin/cut-page.ts';
import { DirectoryCutter, type DirectoryPart } from '../origin/directory-cutter.ts';
import { observedPage } from '../origin/fill.ts';
import { type Gap, type ListedPage, listGap } from '../origin/list-gap.ts';
import { replaceDigests } from '../origin/replace-digests.ts';
import { storePage } from '../origin/store-page.ts';
import { beginWatch, beginWatchBelow, type Watch } from '../origin/watch.ts';
import { type Failed, failed, isFailed } from '../questions/answer.ts';
import type { Instance } from '../request/instance.ts';
import { ReadContext } from '../request/read-context.ts';
import { atDirectory, atTree, ScopeContext } from '../request/scope-context.ts';

const DIRECTORIES_AT_ONCE = 8;

/** The watches under which the result of a LIST is stored. */
interface Watches {
  own: Watch;
  /** If absent, no pages are made for the directories below. */
  below?: Watch;
}

/** The state that one LIST passes to the next. */
export interface Chain {
  /** S3's token for the next LIST. */
  token?: string;
  /** If absent, no pages are made for directories. */
  cutter?: DirectoryCutter;
}

export interface FillStep {
  outcome: 'stored';
  /** Relative to the fill's prefix. */
  through: RangeEnd;
  /** True if this is the end of the range. */
  done: boolean;
  names: number;
  chain: Chain;
}

const AS_USUAL = { noCache: false, onlyIfCached: false, noStore: false };

/** The scope that a fill lists. It is used for one step. */
export function fillScope(
  instance: Instance,
  bucket: ServedBucket,
  { prefix, recursive }: FillJob,
): ScopeContext {
  const context = ReadContext.open(instance, { bucket, freshness: AS_USUAL }, longestLifeMs(bucket));
  if (!recursive) return atDirectory(context, prefix);
  if (treePlaceOf(bucket, prefix)) return atTree(context, prefix);
  // There is no tree in which the listing could be stored. It is still listed as a tree, for the pages of its
  // directories.
  return new ScopeContext(context, { kind: 'tree', bucket: bucket.name, prefix });
}

/** `chain`: the state after the previous LISTs. If this fails, no part of the page counts as done. */
export async function listPage(
  at: ScopeContext,
  range: FillRange,
  chain: Chain | undefined,
): Promise<FillStep | Failed> {
  await at.question.index.opened;
  const watches = await beginWatches(at);
  if (!watches) return NOT_KEPT;
  const gap: Gap = {
    after: range.reached === START ? START : at.below + range.reached,
    through: range.through === END ? END : at.below + range.through,
    ...{ pages: [], known: [], wanted: 1, token: chain?.token },
  };
  const listed = await listGap(at, gap, watches.own);
  if (isFailed(listed)) return listed;
  const { page, token } = listed;
  const through = page.through === END ? END : page.through.slice(at.below.length);
  const done = through === END || !endsAfter(range.through, through);
  const cut = watches.below && cutDirectories(at, { page, range, chain }, watches.below);
  const last = cut && done ? cut.cutter.flush(range.through) : [];
  const stored = await Promise.all([
    storeOwn(at, listed, watches.own),
    storeParts(at, [...(cut?.parts ?? []), ...last]),
  ]);
  if (stored.includes(false)) return NOT_KEPT;
  const next: Chain = { cutter: done ? undefined : cut?.cutter, token };
  return { outcome: 'stored', through, done, names: page.entries.length, chain: next };
}

/**
 * Stores the directories that the chain of LISTs has in memory, up to its position, because another worker will
 * continue the range.
 */
export async function storeRest(at: ScopeContext, range: FillRange, { cutter }: Chain): Promise<void> {
  if (!cutter || range.reached === START) return;
  await at.question.index.opened;
  if (cutter.epoch === at.policy.epoch) await storeParts(at, cutter.flush(range.reached));
}

const NOT_KEPT = failed('unavailable', 'The index did not accept a page.');

/** I1: both watches are set before the LIST is sent. */
async function beginWatches(at: ScopeContext): Promise<Watches | undefined> {
  if (!at.question.storing) return undefined;
  if (at.scope.kind !== 'tree') {
    const own = await beginWatch(at);
    return own && { own };
  }
  const below = await beginWatchBelow(at);
  const own = hasTree(at) ? await beginWatch(at) : below;
  return own && below && { own, below };
}

function hasTree({ bucket, scope, below }: ScopeContext): boolean {
  return treePlaceOf(bucket, scope.prefix + below)?.root === scope.prefix && (bucket.tree?.lifeMs ?? 0) > 0;
}

async function storeOwn(at: ScopeContext, { page }: ListedPage, watch: Watch): Promise<boolean> {
  const observed = observedPage(at, page, watch);
  if (!observed?.entries.every(({ name }) => at.index.canHold(name))) return true;
  if (at.scope.kind !== 'tree') return storePage(at, observed, { known: [] });
  if (!hasTree(at)) return true;
  const kept = [storePage(at, observed, { known: [] }), replaceDigests(at, observed)];
  return (await Promise.all(kept)).every(Boolean);
}

/** Continues the chain if it has the same epoch. Otherwise, a new chain begins here. */
function cutDirectories(
  at: ScopeContext,
  { page, range, chain }: { page: CachedPage; range: FillRange; chain: Chain | undefined },
  below: Watch,
): { parts: DirectoryPart[]; cutter: DirectoryCutter } {
  const { epoch } = at.policy;
  const goesOn = chain?.cutter?.epoch === epoch;
  const cutter = goesOn ? chain.cutter!.copy() : new DirectoryCutter(range.reached, epoch);
  const entries = page.entries.map((entry) => ({ ...entry, name: entry.name.slice(at.below.length) }));
  return { parts: cutter.take({ entries, observedAt: page.observedAt, watchedUntil: below.until }), cutter };
}

async function storeParts(at: ScopeContext, parts: readonly DirectoryPart[]): Promise<boolean> {
  const stored = await inParallel(parts, DIRECTORIES_AT_ONCE, async ({ directory, ...part }) => {
    const place = atDirectory(at.question, at.scope.prefix + at.below + directory);
    const lifeMs = pageLifeMs(at.bucket, newestOf(part.entries), part.observedAt);
    const endsAt = Math.min(part.observedAt + lifeMs, part.watchedUntil);
    const observed: ObservedPage = { ...part, endsAt, epoch: at.policy.epoch };
    return mayKeep(place, observed) ? storePage(place, observed, { known: [] }) : true;
  });
  return !stored.includes(false);
}

function mayKeep(at: ScopeContext, { entries, after, through, observedAt, endsAt }: ObservedPage): boolean {
  if (endsAt <= observedAt || !at.index.canHoldEnd(after) || !at.index.canHoldEnd(through)) return false;
  return entries.every(({ name }) => at.index.canHold(name));
}
