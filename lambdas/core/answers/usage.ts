/** The usage of everything below a directory: sums of digests, and LISTs where no digest may be used. */
import { type HeldDigest, type HeldDigests, readDigests } from '../index/digests.ts';
import type { CachedPage } from '../model/cached-page.ts';
import { digestOf } from '../model/digest.ts';
import { covers, END } from '../model/range.ts';
import { SplitPoints } from '../model/split-range.ts';
import { isKeptInTree } from '../model/tree.ts';
import { planUsage } from '../model/usage-plan.ts';
import { UsageTally } from '../model/usage-tally.ts';
import { observedPage } from '../origin/fill.ts';
import { fillRanges } from '../origin/fill-ranges.ts';
import { findDirectories } from '../origin/find-directories.ts';
import { OlderDigests } from '../origin/older-digests.ts';
import { digestsToStore } from '../origin/store-digests.ts';
import { beginWatch, type Watch } from '../origin/watch.ts';
import { type Answer, type Failed, isFailed } from '../questions/answer.ts';
import type { TreeUsage, UsageQuestion } from '../questions/usage.ts';
import { answerInTime } from '../request/answer-in-time.ts';
import { type Evidence, fold, fromIndex, fromS3, type WithEvidence } from '../request/evidence.ts';
import type { Instance } from '../request/instance.ts';
import { orStale } from '../request/or-stale.ts';
import { ReadContext } from '../request/read-context.ts';
import { atTree, type ScopeContext } from '../request/scope-context.ts';
import { confirmEmpty, knownEmpty } from './emptiness.ts';

export async function usage(instance: Instance, question: UsageQuestion): Promise<Answer<TreeUsage>> {
  const context = ReadContext.open(instance, question, question.bucket.tree?.lifeMs ?? 0);
  const tree = atTree(context, question.directory);
  const sum = (how: { ignoreStored: boolean }) => orStale(context, () => sumUp(tree, question, how));
  const attempt = async () =>
    confirmEmpty(await sum({ ignoreStored: false }), isEmpty, () => sum({ ignoreStored: true }));
  return answerInTime(context, attempt);
}

function isEmpty({ usage, complete }: TreeUsage): boolean {
  return complete && usage.objects === 0;
}

async function sumUp(
  tree: ScopeContext,
  { directory, depth }: UsageQuestion,
  { ignoreStored }: { ignoreStored: boolean },
): Promise<WithEvidence<TreeUsage | Failed>> {
  const { range } = tree;
  const reading = readDigests(tree);
  const planning = reading.then(({ value }) => planUsage(range, ignoreStored ? [] : value.usable));
  const isAtGap = async () => (await planning).use.length === 0;
  const empty = ignoreStored ? undefined : await knownEmpty(tree.digests, directory, isAtGap);
  const held = await reading;
  const { use, gaps } = await planning;
  if (use.length > 0) tree.instance.telemetry.count('digestHits', use.length);
  const tally = new UsageTally(tree.below, depth);
  for (const { rows } of use) tally.add(rows);
  const evidence = fold(held.evidence, ...use.map(fromIndex));
  const answer = (complete: boolean): TreeUsage => {
    return { usage: tally.usage, children: tally.children(), complete };
  };
  if (gaps.length === 0) return { value: answer(true), evidence };
  if (empty) return { value: answer(true), evidence: empty };
  const forbidden = tree.policy.forbidsS3();
  if (forbidden) return { value: forbidden, evidence };

  const listing = new Listing(tree, { held: held.value, use }, tally);
  listing.watch = tree.question.storing ? await beginWatch(tree) : undefined;
  const points = new SplitPoints();
  points.add(held.value.known.flatMap(({ after }) => (typeof after === 'string' ? [after] : [])));
  const filled = await fillRanges(
    {
      at: tree,
      watch: listing.watch,
      points,
      findPoints: (part) => findDirectories(tree, part),
      onPage: (page) => listing.take(page),
    },
    // Nothing exists after the end of the directory, so the last gap goes to the end.
    gaps.map((gap) => (gap.through === range.through ? { ...gap, through: END } : gap)),
  );
  const listed = await listing.ended();
  if (isFailed(filled)) return { value: filled, evidence: fold(evidence, listed) };
  // If nothing was seen, no sum may be sent: nobody knows whether the directory has objects.
  const over = use.length === 0 && listing.pages === 0 ? tree.policy.forbidsS3() : undefined;
  if (over) return { value: over, evidence };
  return { value: answer(filled.outcome === 'complete'), evidence: fold(evidence, listed) };
}

/**
 * Handles each page that S3 lists: adds it to the sums, and stores its digests while the next page is being listed.
 */
class Listing {
  watch: Watch | undefined;
  readonly #tree: ScopeContext;
  readonly #known: readonly HeldDigest[];
  readonly #older: OlderDigests;
  readonly #tally: UsageTally;
  readonly #kept: Promise<Evidence>[] = [];

  constructor(
    tree: ScopeContext,
    { held, use }: { held: HeldDigests; use: readonly HeldDigest[] },
    tally: UsageTally,
  ) {
    this.#tree = tree;
    this.#known = held.known;
    this.#older = new OlderDigests(held.items, [...use, ...held.outside]);
    this.#tally = tally;
  }

  get pages(): number {
    return this.#kept.length;
  }

  take(page: CachedPage): void {
    if (this.#known.some(({ after }) => covers(page, after)))
      this.#tree.instance.telemetry.count('relistedPages');
    this.#tally.add(digestOf(page.entries));
    const kept = this.#keep(page);
    // ended() reports the failure. Until then, it is not an unhandled rejection.
    kept.catch(() => {});
    this.#kept.push(kept);
  }

  /** Not an async function, which would refer to the page until its digests are written. */
  #keep(page: CachedPage): Promise<Evidence> {
    const observed = this.watch && observedPage(this.#tree, page, this.watch);
    // No mark can be written for some names; an event about such a name voids the whole directory. So the page is
    // counted, but not stored.
    if (!observed?.entries.every(({ name }) => isKeptInTree(name)))
      return Promise.resolve(fromS3(page, false));
    const write = digestsToStore(this.#tree.digests, observed, this.#older.replacedBy(observed));
    return written({ observedAt: page.observedAt, endsAt: page.endsAt }, write);
  }

  /**
   * Returns the evidence of everything that was listed. Waits for all writes, because Lambda freezes a function after
   * it has answered.
   */
  async ended(): Promise<Evidence> {
    return fold(...(await Promise.all(this.#kept)));
  }
}

/** Writes at most twice. */
async function written(
  times: Pick<CachedPage, 'observedAt' | 'endsAt'>,
  write: () => Promise<boolean>,
): Promise<Evidence> {
  return fromS3(times, (await write()) || (await write()));
}
