/**
 * Fills the start of a directory that several instances need at the same time: one takes the lease on its head and
 * fills, the others wait a limited time for its result. A lease only saves calls. Without a lease, or after the wait,
 * an instance fills by itself.
 */
import type { CachedPage } from '../model/cached-page.ts';
import { pageAt } from '../model/cached-page.ts';
import type { Chunk } from '../model/chunk.ts';
import { type NameRange, START } from '../model/range.ts';
import { type Failed, isFailed } from '../questions/answer.ts';
import { NO_EVIDENCE, WAITED, type WithEvidence } from '../request/evidence.ts';
import type { GapFilled } from '../request/filled.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import { fill } from './fill.ts';
import { LEASE_MS } from './lease.ts';
import type { Gap } from './list-gap.ts';
import { watchOf, watchTimes } from './watch.ts';

/** Maximum number of leases of other instances that are waited for, one after the other. */
const MAX_LEASES_WAITED_FOR = 3;
/** A lease is at most this share of the life of the page that is fetched. */
const LEASE_LIFE_SHARE = 0.5;
const FIRST_WAIT_MS = 20;
const LONGEST_WAIT_MS = 160;

/** The data of the index at the gap. */
export interface AtGap {
  pages: readonly CachedPage[];
  known: readonly Chunk[];
  /** The range in which the chunks were read. */
  knownIn?: NameRange;
}

/** Reads the chunks at the gap again. */
export type Reread = () => Promise<AtGap>;

type Result = WithEvidence<GapFilled | Failed>;

export async function fillUnderLease(at: ScopeContext, gap: Gap & AtGap, reread: Reread): Promise<Result> {
  const { clock, endedLeases } = at.instance;
  let seen: AtGap = gap;
  for (let turn = 0; turn < MAX_LEASES_WAITED_FOR && !at.policy.forbidsS3(); turn++) {
    const now = clock.now();
    const leaseUntil = now + leaseMs(at);
    const { until } = watchTimes(at.bucket, now);
    const lease = await at.index.acquireFill({ until, now, leaseUntil });
    if (!lease) break;
    if (lease.acquired) {
      const filled = await fill(at, { ...gap, ...seen }, watchOf(at.bucket, lease.head, now));
      if (isFailed(filled)) endedLeases.add(leaseUntil);
      else filled.stored.then(() => endedLeases.add(leaseUntil));
      return { value: filled, evidence: NO_EVIDENCE };
    }
    const { leaseUntil: otherUntil } = lease.head;
    const waitMs = Math.min(otherUntil - clock.now(), LEASE_MS);
    // A wait must leave as much of the question's time as it takes. Otherwise it may end without an answer.
    if (isOver(at, seen, otherUntil) || !at.policy.hasTimeUntil(clock.now() + 2 * waitMs)) break;
    const waitUntil = clock.now() + waitMs;
    seen = await waitForOther(at, { ...gap, ...seen }, { leaseUntil: otherUntil, waitUntil, reread });
    if (at.index.bypassed) break;
    if (pageAt(seen.pages, gap.after)) return { value: { outcome: 'waited' }, evidence: WAITED };
  }
  return { value: await fill(at, { ...gap, ...seen }), evidence: NO_EVIDENCE };
}

/**
 * Waits until the other instance has written its page, or until the time is over. Returns the data that the index
 * then has at the gap.
 */
async function waitForOther(
  at: ScopeContext,
  gap: Gap & AtGap,
  { leaseUntil, waitUntil, reread }: { leaseUntil: number; waitUntil: number; reread: Reread },
): Promise<AtGap> {
  const { clock, waiter, telemetry } = at.instance;
  telemetry.count('leaseWaits');
  let seen: AtGap = gap;
  for (let waitMs = FIRST_WAIT_MS; clock.now() < waitUntil; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    await waiter.wait(Math.min(waitMs, waitUntil - clock.now()));
    seen = await reread();
    if (at.index.bypassed || pageAt(seen.pages, gap.after)) break;
    // The page is written, but this question may not use it (for example because of max-age=0), so it stops waiting.
    if (isOver(at, seen, leaseUntil)) break;
  }
  return seen;
}

function leaseMs(at: ScopeContext): number {
  return Math.min(LEASE_MS, at.bucket.listLifeMs * LEASE_LIFE_SHARE);
}

/**
 * True if the fill under this lease has ended, although the lease lasts longer. A page's first chunk is written last,
 * and both times are by the filler's clock. So a first chunk that was observed after the lease began was written by
 * this fill or by a later one.
 */
function isOver(at: ScopeContext, { known }: AtGap, leaseUntil: number): boolean {
  if (at.instance.endedLeases.has(leaseUntil)) return true;
  const began = leaseUntil - leaseMs(at);
  return known.some(({ after, observedAt }) => after === START && observedAt >= began);
}
