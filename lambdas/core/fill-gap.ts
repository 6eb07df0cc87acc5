/**
 * Filling a gap once: equal fills of this instance are one LIST, and of many instances that meet a cold directory one
 * takes the lease while the others wait a bounded time for what it writes.
 */
import type { Engine } from './engine.ts';
import { type Filled, fill, type Gap } from './fill.ts';
import { type HeldPage, pageAt } from './held.ts';
import type { IndexWindow } from './index-window.ts';
import type { Inquiry } from './inquiry.ts';
import type { Directory } from './names.ts';
import type { Position } from './position.ts';
import type { Failed } from './questions.ts';
import { judge } from './validity.ts';
import { type Watch, watchOf, watchTimes } from './watch.ts';

/** How long a fill is waited for before one fills oneself; also how long a crashed filler can hold others up. */
const LEASE_MS = 1_500;
/** A lease never outlasts this share of the life of what it fetches. */
const LEASE_LIFE_SHARE = 0.5;
const FIRST_WAIT_MS = 20;
const LONGEST_WAIT_MS = 160;
/** Ends of own leases remembered. */
const ENDED_LEASES_MAX = 1_000;

/** `waited`: another instance filled; read the window again. */
export type GapFilled = Filled | { outcome: 'waited' };

interface Request {
  after: Position;
  wanted: number;
  token?: string;
}

export async function fillGap(
  engine: Engine,
  inquiry: Inquiry,
  directory: Directory,
  window: IndexWindow,
  request: Request,
): Promise<GapFilled | Failed> {
  const forbidden = inquiry.forbidsS3();
  if (forbidden) return forbidden;
  const gap: Gap = { ...request, pages: window.pages, known: window.known };
  if (!inquiry.storing || inquiry.freshness.noCache)
    return taken(await fill(engine, inquiry, directory, gap));

  const key = JSON.stringify([directory.bucket, directory.prefix, request.after ?? null]);
  const flight = engine.flights.fly(key, async () => {
    const result = await filledOnce(engine, inquiry, directory, window, gap);
    // The time of this question is up, which says nothing about S3 to those who joined it.
    return { result, late: result.outcome === 'failed' && inquiry.forbidsS3() !== undefined };
  });
  const { result: filled, late } = await flight.result;
  if (!flight.joined) return taken(filled);
  if (late) return taken(await fill(engine, inquiry, directory, gap));
  engine.telemetry.count('coalesced');
  inquiry.waitedForOther();
  if (filled.outcome === 'failed') return inquiry.failed(filled.code, filled.detail);
  if (filled.outcome === 'waited') {
    await window.refresh(request.after, request.wanted);
    return filled;
  }
  const page: HeldPage = { ...filled.page, fresh: filled.page.observedAt >= inquiry.startedAt };
  const observed = { ...page, watchedUntil: page.endsAt, epoch: inquiry.epoch };
  if (page.fresh || judge(observed, inquiry.judgeFor(directory.prefix)) === 'usable') {
    inquiry.used(page);
    window.add(page);
    return filled;
  }
  return taken(await fill(engine, inquiry, directory, gap));

  function taken(result: GapFilled | Failed): GapFilled | Failed {
    if (result.outcome === 'filled') {
      inquiry.fetched(result.page, result.stored);
      window.add(result.page);
    }
    return result;
  }
}

async function filledOnce(
  engine: Engine,
  inquiry: Inquiry,
  directory: Directory,
  window: IndexWindow,
  gap: Gap,
): Promise<GapFilled | Failed> {
  if (gap.after !== undefined) return fill(engine, inquiry, directory, gap);
  const now = engine.clock.now();
  const leaseUntil = now + Math.min(LEASE_MS, inquiry.bucket.listLifeMs * LEASE_LIFE_SHARE);
  const { until } = watchTimes(inquiry.bucket, now);
  const lease = await inquiry.index(() => engine.table.acquireFill(directory, { until, now, leaseUntil }));
  if (lease && !lease.acquired && !engine.endedLeases.has(lease.head.leaseUntil)) {
    const waitUntil = Math.min(lease.head.leaseUntil, now + LEASE_MS);
    if (await waitForOther(engine, inquiry, window, gap, waitUntil)) return { outcome: 'waited' };
  }
  const watch: Watch | undefined = lease?.acquired ? watchOf(inquiry.bucket, lease.head, now) : undefined;
  const filled = await fill(engine, inquiry, directory, { ...gap, ...(watch && { watch }) });
  if (lease?.acquired) {
    if (engine.endedLeases.size >= ENDED_LEASES_MAX) engine.endedLeases.clear();
    engine.endedLeases.add(leaseUntil);
  }
  return filled;
}

async function waitForOther(
  engine: Engine,
  inquiry: Inquiry,
  window: IndexWindow,
  gap: Gap,
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
    if (inquiry.bypassed) return false;
    if (pageAt(window.pages, gap.after)) {
      inquiry.waitedForOther();
      return true;
    }
  }
  return false;
}
