/** The possible results of a question. Expected results are values; only bugs throw. */
import type { Provenance } from './provenance.ts';

export type FailureCode =
  | 'no-such-bucket'
  | 'no-such-key'
  | 'upstream-denied'
  | 'upstream-failed'
  | 'unavailable'
  | 'only-if-cached'
  | 'incomplete'
  | 'too-expensive';

/** The question was not answered, or (`no-such-key`) the answer is that nothing exists. */
export interface Failed {
  outcome: 'failed';
  code: FailureCode;
  /** The text may be shown to callers. */
  detail: string;
  provenance?: Provenance;
  /**
   * Set if the pages that S3 returned for one listing contradict each other. Then the earlier pages must not be used.
   */
  disordered?: true;
  /** With `incomplete`: the number of names known so far. */
  progress?: { seen: number };
}

export interface Answered<T> {
  outcome: 'answered';
  value: T;
  provenance: Provenance;
}

export type Answer<T> = Answered<T> | Failed;

export function failed(code: FailureCode, detail: string): Failed {
  return { outcome: 'failed', code, detail };
}

export function isFailed(value: unknown): value is Failed {
  return typeof value === 'object' && value !== null && 'outcome' in value && value.outcome === 'failed';
}
