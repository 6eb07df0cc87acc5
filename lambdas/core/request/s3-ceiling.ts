/** What one request for many keys may cost in S3 calls, at most. Listings, sorts and usage have bounds of their own. */
import { DECIDING_PRICES } from '../../../shared/prices.ts';
import { type Failed, failed } from '../questions/answer.ts';

/** 200 LISTs, or 2,500 HEADs: what a request for 1,000 cold objects takes fits twice. */
export const MAX_S3_DOLLARS = 0.001;
/** Below it lies only the noise of binary fractions. */
const NOISE_DOLLARS = 1e-10;

/** Why no further call may be made; undefined while one may. What was fetched until then is kept as ever. */
export function beyondCeiling(
  made: { lists: number; heads: number },
  kind: 'list' | 'head',
): Failed | undefined {
  const { s3List, s3Head } = DECIDING_PRICES;
  const spent = made.lists * s3List + made.heads * s3Head;
  const next = kind === 'list' ? s3List : s3Head;
  if (spent + next <= MAX_S3_DOLLARS + NOISE_DOLLARS) return undefined;
  return failed(
    'too-expensive',
    `More S3 calls than a request may make ($${MAX_S3_DOLLARS}): it made ${made.lists} LISTs and ${made.heads} HEADs. Ask for fewer keys at once; ` +
      'what was found is kept, so that the same question without no-cache goes on from there.',
  );
}
