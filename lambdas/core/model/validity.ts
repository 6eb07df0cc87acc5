/**
 * The rule, and nothing else decides whether an observation may be used:
 *
 *            observedAt                         endsAt            watchedUntil
 *   ------------|---------------------------------|--------------------|------> time
 *     marks and   usable, while no mark or floor     only as a declared
 *     floors void  at or after observedAt            stale-if-error, and
 *     it up to and                                   only while not void
 *     with here
 */
import type { Marks } from './record.ts';

export interface Observed {
  observedAt: number;
  endsAt: number;
  watchedUntil: number;
  epoch: string;
}

/** What observations are judged by in a question. Times in epoch ms. */
export interface FreshnessPolicy {
  now: number;
  /** The latest time another clock may show now. What was observed later was stamped by a clock that is wrong, and counts as absent. */
  latestAt: number;
  /** Nothing older than this. */
  maxAgeMs?: number;
  /** The index's epoch (I8). */
  epoch: string;
  /** Newest floor at or above the directory; 0 when there is none. */
  floorAt: number;
  /** S3 failed: an expired observation may be used while its watch lasts, declared as stale. */
  staleIfError: boolean;
  /** How old an answer to this question may be as configured now, whatever it was kept for. */
  lifeMs: number;
  /** The bucket's watches as configured now. */
  watchMs: number;
}

export type Verdict = 'usable' | 'expired' | 'too-old' | 'floored' | 'other-epoch' | 'from-the-future';

/** All of the rule but the marks, which differ from name to name. */
export function judge(observed: Observed, policy: FreshnessPolicy): Verdict {
  if (observed.epoch !== policy.epoch) return 'other-epoch';
  if (observed.observedAt > policy.latestAt) return 'from-the-future';
  if (observed.observedAt <= policy.floorAt) return 'floored';
  if (policy.now > endOf(observed, policy)) return 'expired';
  if (policy.maxAgeMs !== undefined && policy.now - observed.observedAt > policy.maxAgeMs) return 'too-old';
  return 'usable';
}

function endOf({ observedAt, endsAt, watchedUntil }: Observed, policy: FreshnessPolicy): number {
  return policy.staleIfError
    ? Math.min(watchedUntil, observedAt + policy.watchMs)
    : Math.min(endsAt, observedAt + policy.lifeMs);
}

/** The marks' half of the rule: void is never served (I4). */
export function stands(says: 'present' | 'absent', observedAt: number, marks: Marks | undefined): boolean {
  const voidedAt = says === 'present' ? marks?.vanishedAt : marks?.appearedAt;
  return voidedAt === undefined || observedAt > voidedAt;
}
