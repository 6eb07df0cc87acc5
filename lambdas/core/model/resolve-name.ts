/** Combines what is known about one name: a page's claim, and a record's observation and marks. Pure functions. */
import { asListed } from './as-listed.ts';
import type { Entry } from './entry.ts';
import type { Observation, StoredRecord } from './record.ts';
import { type FreshnessPolicy, judge, stands } from './validity.ts';

/** `void`: nothing valid is known, so S3 must be asked. The times are those of the observation that was used. */
export type Known =
  | { state: 'present'; entry: Entry; observedAt: number; endsAt: number; from: 'page' | Observation }
  | { state: 'absent'; observedAt: number; endsAt: number }
  | {
      state: 'void';
      /**
       * The page's entry for the name. It is not used as an answer, only for the form of S3's next answer (see
       * asListed).
       */
      listed?: Entry;
    };

/** What a page says about one name in its range: its entry, or that the name does not exist. */
export interface PageClaim {
  entry: Entry | undefined;
  observedAt: number;
  endsAt: number;
  /** See CachedPage.fresh. */
  fresh: boolean;
}

/** `entry`: the page's entry for the name. */
export function claimOf(
  { observedAt, endsAt, fresh }: Pick<PageClaim, 'observedAt' | 'endsAt' | 'fresh'>,
  entry: Entry | undefined,
): PageClaim {
  return { entry, observedAt, endsAt, fresh };
}

/** The latest observation decides. If a mark voids it, older observations are not used either. */
export function resolveName(
  name: string,
  claim: PageClaim | undefined,
  record: StoredRecord | undefined,
  policy: FreshnessPolicy,
): Known {
  const observation = record?.observation;
  if (observation && isLater(observation, claim) && judge(observation, policy) === 'usable') {
    const says = observation.found.says === 'absent' ? 'absent' : 'present';
    return stands(says, observation.observedAt, record.marks)
      ? fromObservation(name, observation, claim?.entry)
      : voidOf(claim);
  }
  if (!claim) return voidOf(claim);
  const { observedAt, endsAt, entry } = claim;
  if (!claim.fresh && !stands(entry ? 'present' : 'absent', observedAt, record?.marks)) return voidOf(claim);
  return entry
    ? { state: 'present', entry, observedAt, endsAt, from: 'page' }
    : { state: 'absent', observedAt, endsAt };
}

function isLater(observation: Observation, claim: PageClaim | undefined): boolean {
  return claim === undefined || (!claim.fresh && observation.observedAt > claim.observedAt);
}

function voidOf(claim: PageClaim | undefined): Known {
  return claim?.entry ? { state: 'void', listed: claim.entry } : { state: 'void' };
}

function fromObservation(name: string, observation: Observation, listed: Entry | undefined): Known {
  const { found, observedAt, endsAt } = observation;
  if (found.says === 'absent') return { state: 'absent', observedAt, endsAt };
  const entry: Entry =
    found.says === 'object' ? { ...asListed(listed, found.entry), name } : { type: 'directory', name };
  return { state: 'present', entry, observedAt, endsAt, from: observation };
}
