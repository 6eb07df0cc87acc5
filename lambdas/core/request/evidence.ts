/**
 * The observations on which an answer is based. Each step returns its evidence with its result, and code that
 * combines results folds their evidence. At the end, answer-in-time.ts converts the evidence to the answer's
 * provenance.
 */
import type { Verdict } from '../model/validity.ts';

export interface Evidence {
  /** Time of the oldest observation used, epoch ms; Infinity when none was used. */
  observedAt: number;
  /** The earliest end of the observations used, epoch ms; Infinity when none was used. */
  endsAt: number;
  /** True if at least one observation came from the index, or from S3's answer to another question. */
  fromIndex: boolean;
  /** The same two times, but only of observations from the index. */
  indexObservedAt: number;
  indexEndsAt: number;
  /** The number of observations used. Each describes S3 at a different time. */
  observations: number;
  /**
   * Whether something in the index could not be used: no; only because of the request's max-age; also for another
   * reason.
   */
  refused: 'nothing' | 'by-request' | 'unusable';
  /** Whether S3's responses were stored: there were none; all were stored; at least one was not. */
  kept: 'no-answer' | 'all' | 'not-all';
  /** True if another question fetched something that this one needed. */
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

/** A response was used that S3 gave to another question, after this question began. */
export function fromOther({ observedAt, endsAt }: Times): Evidence {
  return { ...NO_EVIDENCE, observedAt, endsAt, fromIndex: true, observations: 1 };
}

/**
 * A response was used that S3 gave to this question. While it is being stored, it counts as stored. If that fails,
 * NOT_STORED must be added.
 */
export function fromS3({ observedAt, endsAt }: Times, stored: boolean | 'being-stored'): Evidence {
  return { ...NO_EVIDENCE, observedAt, endsAt, observations: 1, kept: stored ? 'all' : 'not-all' };
}

export const NOT_STORED: Evidence = { ...NO_EVIDENCE, kept: 'not-all' };

/** Something in the index was judged and could not be used. */
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
