/** Filling a gap once: equal fills of this instance are one LIST, and so are, under a lease, those of many instances. */

import type { IndexWindow } from '../index/window.ts';
import type { CachedPage } from '../model/cached-page.ts';
import type { Directory } from '../model/names.ts';
import type { Position } from '../model/position.ts';
import { judge } from '../model/validity.ts';
import { fill, type Gap, type GapFilled } from '../origin/fill.ts';
import { ensureWatch } from '../origin/watch.ts';
import type { Failed } from '../questions/answer.ts';
import type { Engine } from '../request/engine.ts';
import type { ReadContext } from '../request/read-context.ts';
import { fillUnderLease } from './fill-under-lease.ts';

interface Request {
  after: Position;
  wanted: number;
  token?: string;
}

export async function fillGap(
  engine: Engine,
  context: ReadContext,
  directory: Directory,
  window: IndexWindow,
  request: Request,
): Promise<GapFilled | Failed> {
  const forbidden = context.forbidsS3();
  if (forbidden) return forbidden;
  const gap: Gap = { ...request, pages: window.pages, known: window.known };
  if (!context.storing || context.freshness.noCache)
    return taken(await fill(engine, context, directory, gap));

  const key = JSON.stringify([directory.bucket, directory.prefix, request.after ?? null]);
  const flight = engine.flights.fly(key, async () => {
    const result = await filledOnce(engine, context, directory, window, gap);
    // The time of this question is up, which says nothing about S3 to those who joined it.
    const late = result.outcome === 'failed' && context.forbidsS3() !== undefined;
    return { result, late, epoch: context.epoch };
  });
  const { result: filled, late, epoch } = await flight.result;
  if (!flight.joined) return taken(filled);
  if (late) return taken(await fill(engine, context, directory, gap));
  engine.telemetry.count('coalesced');
  context.waitedForOther();
  if (filled.outcome === 'failed') return context.otherFailed(filled);
  if (filled.outcome === 'waited') {
    await window.refresh(request.after, request.wanted);
    return filled;
  }
  const page: CachedPage = { ...filled.page, fresh: filled.page.observedAt >= context.startedAt };
  const observed = { ...page, watchedUntil: page.endsAt, epoch };
  if (page.fresh || judge(observed, context.policyFor(directory.prefix)) === 'usable') {
    context.used(page);
    window.add(page);
    return filled;
  }
  return taken(await fill(engine, context, directory, gap));

  function taken(result: GapFilled | Failed): GapFilled | Failed {
    if (result.outcome === 'filled') {
      context.fetched(result.page, result.stored);
      window.add(result.page);
    }
    return result;
  }
}

async function filledOnce(
  engine: Engine,
  context: ReadContext,
  directory: Directory,
  window: IndexWindow,
  gap: Gap,
): Promise<GapFilled | Failed> {
  if (gap.after === undefined) return fillUnderLease(engine, context, directory, window, gap);
  // Somebody has been here before: the watch stands, and reading it is cheaper than a refused write.
  const watch = await ensureWatch(engine, context, directory);
  return fill(engine, context, directory, { ...gap, ...(watch && { watch }) });
}
