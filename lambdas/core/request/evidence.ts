/**
 * What an answer rests on. Steps return their evidence beside their result, and whoever combines results folds the
 * evidence; at the end provenance.ts puts it in the words of the answer.
 */
import type { Verdict } from '../model/validity.ts';

export interface Evidence {
  /** Of the oldest observation used, epoch ms; Infinity when none was. */
  observedAt: number;
  /** The earliest end of the observations used, epoch ms; Infinity when none was. */
  endsAt: number;
  /** At least one observation came from the index. */
  fromIndex: boolean;
  /** The same two times, of what came from the index alone. */
  indexObservedAt: number;
  indexEndsAt: number;
  /** How many observations were used: each says what was so at a time of its own. */
  observations: number;
  /**
   * Something in the index could not be used: only because of the request's own max-age, or for another reason too.
   */
  refused: 'nothing' | 'by-request' | 'unusable';
  /** What became of S3's answers: no answer of S3's was used; all were written to the index; at least one was not. */
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

/** An observation of the index was used. */
export function fromIndex({ observedAt, endsAt }: Times): Evidence {
  return {
    ...{ ...NO_EVIDENCE, observedAt, endsAt, fromIndex: true, observations: 1 },
    indexObservedAt: observedAt,
    indexEndsAt: endsAt,
  };
}

/** An answer was used that S3 gave to another question, since this one began. */
export function fromOther({ observedAt, endsAt }: Times): Evidence {
  return { ...NO_EVIDENCE, observedAt, endsAt, fromIndex: true, observations: 1 };
}

/** An answer that S3 gave to this question was used. */
export function fromS3({ observedAt, endsAt }: Times, stored: boolean): Evidence {
  return { ...NO_EVIDENCE, observedAt, endsAt, observations: 1, kept: stored ? 'all' : 'not-all' };
}

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
