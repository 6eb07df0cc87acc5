/**
 * Limits the cost of the S3 calls of one request for many keys or directories. Lists, sorts and usage have other
 * limits.
 */
import { DECIDING_PRICES } from '../../../shared/prices.ts';
import { type Failed, failed } from '../questions/answer.ts';

/**
 * 200 LISTs or 2,500 HEADs: at least twice what a request for 1,000 cold objects or for 100 cold directories needs.
 */
export const MAX_S3_DOLLARS = 0.001;
/** Smaller differences are only floating-point noise. */
const NOISE_DOLLARS = 1e-10;

export type S3CallKind = 'list' | 'head';

/** Counts the calls of one request, even if it consists of several questions. */
export class S3Ceiling {
  readonly #made = { list: 0, head: 0 };

  /**
   * Returns the reason why a further call may not be made; `undefined` when it may. Data that was fetched is kept.
   */
  forbids(kind: S3CallKind): Failed | undefined {
    const { list, head } = this.#made;
    const { s3List, s3Head } = DECIDING_PRICES;
    const spent = list * s3List + head * s3Head;
    const next = kind === 'list' ? s3List : s3Head;
    if (spent + next <= MAX_S3_DOLLARS + NOISE_DOLLARS) return undefined;
    return failed(
      'too-expensive',
      `One request may make S3 calls for at most $${MAX_S3_DOLLARS}, and this request needs more. It made ${list} LISTs and ${head} HEADs. ` +
        'Request fewer keys or directories at a time. What was found is kept, so the same request without no-cache and no-store continues from there.',
    );
  }

  note(kind: S3CallKind): void {
    this.#made[kind]++;
  }
}
