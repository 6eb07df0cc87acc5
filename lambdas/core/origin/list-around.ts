/** Sends one LIST around a name, instead of another HEAD in its directory, if this instance gets the lease. */
import { findEntry } from '../model/entries.ts';
import type { Entry } from '../model/entry.ts';
import { isWithin, justBelow } from '../model/range.ts';
import { type Failed, isFailed } from '../questions/answer.ts';
import { fromS3, NO_EVIDENCE, type WithEvidence } from '../request/evidence.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import { fill } from './fill.ts';
import { LEASE_MS } from './lease.ts';
import type { Gap } from './list-gap.ts';
import { watchOf, watchTimes } from './watch.ts';

/**
 * What the page says about the name; `undefined` when no page covers it. Then the name must be checked separately.
 */
export type Around = { outcome: 'listed'; entry: Entry | undefined } | Failed | undefined;

/** After a successful LIST, releases the lease, which resets the count of misses. */
export async function listAround(at: ScopeContext, name: string): Promise<WithEvidence<Around>> {
  const now = at.instance.clock.now();
  const leaseUntil = now + LEASE_MS;
  const { until } = watchTimes(at.bucket, now);
  const lease = await at.index.acquireFill({ until, now, leaseUntil });
  if (!lease?.acquired) return { value: undefined, evidence: NO_EVIDENCE };
  const gap: Gap = { after: justBelow(name), pages: [], known: [], wanted: 1 };
  const filled = await fill(at, gap, watchOf(at.bucket, lease.head, now));
  if (isFailed(filled)) return { value: filled, evidence: NO_EVIDENCE };
  const { page } = filled;
  const stored = await filled.stored;
  await at.index.releaseFill(leaseUntil);
  const evidence = fromS3(page, stored);
  if (!isWithin(name, page.through)) return { value: undefined, evidence };
  return { value: { outcome: 'listed', entry: findEntry(page.entries, name) }, evidence };
}
