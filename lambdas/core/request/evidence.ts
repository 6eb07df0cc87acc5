/**
 * What an answer is based on. Each step returns its evidence with its result, and the code that combines results
 * folds the evidence. At the end, provenance.ts converts it to the answer's provenance.
 */
import type { Verdict } from '../model/validity.ts';

export interface Evidence {
  /** Time of the oldest observation used, epoch ms; Infinity when none was used. */
  observedAt: number;
  /** The earliest end of the observations used, epoch ms; Infinity when none was used. */
  endsAt: number;
  /** At least one observation came from the index. */
  fromIndex: boolean;
  /** The same two times, for observations from the index only. */
  indexObservedAt: number;
  indexEndsAt: number;
  /** The number of observations used. Each describes S3 at another time. */
  observations: number;
  /** Something in the index could not be used: only because of the request's max-age, or also for another reason. */
  refused: 'nothing' | 'by-request' | 'unusable';
  /** Whether S3's responses were stored: none was used; all were written to the index; at least one was not. */
  kept: 'no-answer' | 'all' | 'not-all';
  /** Another question fetched what this one needed. */
  waited: boolean;
}

export interface WithEvidence<T> {
  value: T;
  evidence: Evidence;
}

type Times = Pick<Evidence, 'observedAt' | 'endsAt'>;

export const NO_EVIDENCE: Evidence = {
  observedAt: Number.POSITIVE_INFINITY,
  endsAt: Number.POSITIVE_INFINITY,
  fromIndex: false,
  indexObservedAt: Number.POSITIVE_INFINITY,
  indexEndsAt: Number.POSITIVE_INFINITY,
  observations: 0,
  refused: 'nothing',
  kept: 'no-answer',
  waited: false,
};

export const WAITED: Evidence = { ...NO_EVIDENCE, waited: true };

/** An observation from the index was used. */
export function fromIndex({ observedAt, endsAt }: Times): Evidence {
  return {
    ...{ ...NO_EVIDENCE, observedAt, endsAt, fromIndex: true, observations: 1 },
    indexObservedAt: observedAt,
    indexEndsAt: endsAt,
  };
}

/** A response was used that S3 gave to another question, after this one began. */
export function fromOther({ observedAt, endsAt }: Times): Evidence {
  return { ...NO_EVIDENCE, observedAt, endsAt, fromIndex: true, observations: 1 };
}

/**
 * A response that S3 gave to this question was used. While it is being stored, it counts as stored, until NOT_STORED
 * is added.
 */
export function fromS3({ observedAt, endsAt }: Times, stored: boolean | 'being-stored'): Evidence {
  return { ...NO_EVIDENCE, observedAt, endsAt, observations: 1, kept: stored ? 'all' : 'not-all' };
}

export const NOT_STORED: Evidence = { ...NO_EVIDENCE, kept: 'not-all' };

/** Something in the index was judged, and not used. */
export function refusedAs(verdict: Exclude<Verdict, 'usable'> | 'void'): Evidence {
  return { ...NO_EVIDENCE, refused: verdict === 'too-old' ? 'by-request' : 'unusable' };
}

export function fold(...parts: readonly Evidence[]): Evidence {
  const sum = { ...NO_EVIDENCE };
  for (const part of parts) {
    sum.observedAt = Math.min(sum.observedAt, part.observedAt);
    sum.endsAt = Math.min(sum.endsAt, part.endsAt);
    sum.fromIndex ||= part.fromIndex;
    sum.indexObservedAt = Math.min(sum.indexObservedAt, part.indexObservedAt);
    sum.indexEndsAt = Math.min(sum.indexEndsAt, part.indexEndsAt);
    sum.observations += part.observations;
    if (part.refused === 'unusable' || sum.refused === 'nothing') sum.refused = part.refused;
    if (part.kept === 'not-all' || sum.kept === 'no-answer') sum.kept = part.kept;
    sum.waited ||= part.waited;
  }
  return sum;
}
