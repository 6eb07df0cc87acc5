/**
 * The start of a directory that many instances meet cold: one takes the lease on its head and fills, the others wait a
 * bounded time for what it writes. A lease only saves calls: without one, or past the waiting, each fills by itself.
 */

import type { IndexWindow } from '../index/window.ts';
import { pageAt } from '../model/cached-page.ts';
import type { Directory } from '../model/names.ts';
import { fill, type Gap, type GapFilled } from '../origin/fill.ts';
import { watchOf, watchTimes } from '../origin/watch.ts';
import type { Failed } from '../questions/answer.ts';
import type { Engine } from '../request/engine.ts';
import type { ReadContext } from '../request/read-context.ts';

/** How long a fill is waited for; also how long a crashed filler can hold others up. */
const LEASE_MS = 1_500;
/** Leases of others that are waited for, one after the other. */
const LEASE_TURNS = 3;
/** A lease never outlasts this share of the life of what it fetches. */
const LEASE_LIFE_SHARE = 0.5;
const FIRST_WAIT_MS = 20;
const LONGEST_WAIT_MS = 160;
/** Ends of own leases remembered. */
const ENDED_LEASES_MAX = 1_000;

export async function fillUnderLease(
  engine: Engine,
  context: ReadContext,
  directory: Directory,
  window: IndexWindow,
  gap: Gap,
): Promise<GapFilled | Failed> {
  const fillNow = (lease: Pick<Gap, 'watch'>) =>
    fill(engine, context, directory, { ...gap, pages: window.pages, known: window.known, ...lease });
  for (let turn = 0; turn < LEASE_TURNS && !context.forbidsS3(); turn++) {
    const now = engine.clock.now();
    const leaseUntil = now + leaseMs(context);
    const { until } = watchTimes(context.bucket, now);
    const lease = await context.index(() => engine.table.acquireFill(directory, { until, now, leaseUntil }));
    if (!lease) break;
    if (lease.acquired) {
      const filled = await fillNow({ watch: watchOf(context.bucket, lease.head, now) });
      if (engine.endedLeases.size >= ENDED_LEASES_MAX) engine.endedLeases.clear();
      engine.endedLeases.add(leaseUntil);
      return filled;
    }
    if (isOver(engine, context, window, lease.head.leaseUntil)) break;
    const waitUntil = Math.min(lease.head.leaseUntil, now + LEASE_MS);
    if (await waitForOther(engine, context, window, gap, lease.head.leaseUntil, waitUntil))
      return { outcome: 'waited' };
  }
  return fillNow({});
}

function leaseMs(context: ReadContext): number {
  return Math.min(LEASE_MS, context.bucket.listLifeMs * LEASE_LIFE_SHARE);
}

/**
 * Is the fill of this lease over, though the lease still stands? A page's first chunk is written last, and both times are of
 * the filler's one clock: what was observed since the lease began was observed by its fill, or later.
 */
function isOver(engine: Engine, context: ReadContext, window: IndexWindow, leaseUntil: number): boolean {
  if (engine.endedLeases.has(leaseUntil)) return true;
  const began = leaseUntil - leaseMs(context);
  return window.known.some(({ after, observedAt }) => after === undefined && observedAt >= began);
}

async function waitForOther(
  engine: Engine,
  context: ReadContext,
  window: IndexWindow,
  gap: Gap,
  leaseUntil: number,
  waitUntil: number,
): Promise<boolean> {
  engine.telemetry.count('leaseWaits');
  for (
    let waitMs = FIRST_WAIT_MS;
    engine.clock.now() < waitUntil;
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)
  ) {
    await engine.waiter.wait(waitMs);
    await window.refresh(gap.after, gap.wanted);
    if (context.bypassed) return false;
    if (pageAt(window.pages, gap.after)) {
      context.waitedForOther();
      return true;
    }
    // It wrote what this question may not use (a max-age of 0): nothing more will come of waiting.
    if (isOver(engine, context, window, leaseUntil)) return false;
  }
  return false;
}
