/** The S3 calls of one question while the table does not answer. */
import { Turnstile } from '../../../shared/turnstile.ts';
import { CALLS_AT_ONCE, LISTS_OF_A_QUESTION } from './outage.ts';
import type { S3CallKind } from './s3-ceiling.ts';

/** The calls of one question. They wait for each other without a limit: it lasts until the question's time is over. */
export class OwnTurns {
  readonly #turnstiles: Record<S3CallKind, Turnstile> = {
    list: ownTurnstile(LISTS_OF_A_QUESTION),
    head: ownTurnstile(CALLS_AT_ONCE.head - 1),
  };

  async take<T>(kind: S3CallKind, call: () => Promise<T>): Promise<T> {
    return (await this.#turnstiles[kind].pass(call))!.result;
  }
}

function ownTurnstile(atOnce: number): Turnstile {
  return new Turnstile({ atOnce, wait: () => new Promise<never>(() => {}) });
}
