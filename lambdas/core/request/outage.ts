/**
 * Limits the S3 calls of an instance while the table does not answer. Without a limit, every question would make its
 * own S3 calls: 1,000 LISTs a second cost $18 an hour, and S3 rejects more. So few calls run at the same time, and a
 * question that would have to wait too long is refused early.
 */
import { Turnstile } from '../../../shared/turnstile.ts';
import type { Waiter } from '../ports/clock.ts';
import type { S3CallKind } from './s3-ceiling.ts';

/**
 * Calls that run at the same time. If a LIST takes 40 ms, an instance sends at most 100 LISTs a second, which cost
 * $1.80 an hour. A HEAD costs a twelfth of a LIST. In a process that serves many callers, each LIST also takes
 * processor time that the refusals need: with 8 LISTs at the same time and 400 callers, a refusal took 1.3 s.
 */
export const CALLS_AT_ONCE: Record<S3CallKind, number> = { list: 4, head: 32 };
const LONGEST_WAIT_MS = 150;
/** LISTs that one question sends in parallel, so that it is not refused because of its own. One place is for others. */
export const LISTS_OF_A_QUESTION = CALLS_AT_ONCE.list - 1;

export class Outage {
  readonly #turnstiles: Record<S3CallKind, Turnstile>;

  constructor(waiter: Waiter) {
    const wait = () => waiter.wait(LONGEST_WAIT_MS);
    const turnstile = (kind: S3CallKind) => new Turnstile({ atOnce: CALLS_AT_ONCE[kind], wait });
    this.#turnstiles = { list: turnstile('list'), head: turnstile('head') };
  }

  /** Returns `undefined` when the call would have to wait too long. */
  pass<T>(kind: S3CallKind, call: () => Promise<T>): Promise<{ result: T } | undefined> {
    return this.#turnstiles[kind].pass(call);
  }
}
