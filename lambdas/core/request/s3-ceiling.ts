/**
 * What one request for many keys or directories may cost in S3 calls, at most. Single lists, sorts and usage have
 * bounds of their own.
 */
import { DECIDING_PRICES } from '../../../shared/prices.ts';
import { type Failed, failed } from '../questions/answer.ts';

/** 200 LISTs, or 2,500 HEADs: what a request for 1,000 cold objects, or for 100 cold directories, takes fits twice. */
export const MAX_S3_DOLLARS = 0.001;
/** Below it lies only the noise of binary fractions. */
const NOISE_DOLLARS = 1e-10;

export type S3CallKind = 'list' | 'head';

/** Of one request, however many questions it consists of. */
export class S3Ceiling {
  readonly #made = { list: 0, head: 0 };

  /** Why no further call may be made; undefined while one may. What was fetched until then is kept as ever. */
  forbids(kind: S3CallKind): Failed | undefined {
    const { list, head } = this.#made;
    const { s3List, s3Head } = DECIDING_PRICES;
    const spent = list * s3List + head * s3Head;
    const next = kind === 'list' ? s3List : s3Head;
    if (spent + next <= MAX_S3_DOLLARS + NOISE_DOLLARS) return undefined;
    return failed(
      'too-expensive',
      `More S3 calls than a request may make ($${MAX_S3_DOLLARS}): it made ${list} LISTs and ${head} HEADs. Ask for fewer at once; ` +
        'what was found is kept, so that the same question without no-cache goes on from there.',
    );
  }

  note(kind: S3CallKind): void {
    this.#made[kind]++;
  }
}
