/** Decides whether a failed request is sent again, and after which delay. */

import { ERRORS } from '../errors.ts';
import type { S3dexError, S3dexErrorCode } from './error.ts';

export interface RetryPolicy {
  /** Attempts after the first. */
  retries: number;
  /** Returns a random number in [0, 1). */
  random: () => number;
}

/** The first wait is at most this long. The limit doubles with each further wait. */
const BASE_DELAY_MS = 100;
const MAX_DELAY_MS = 5_000;
/** If Retry-After is longer than this, the client does not wait; it reports the error to the caller. */
export const MAX_RETRY_AFTER_SECONDS = 20;

const ELSEWHERE: Record<Exclude<S3dexErrorCode, keyof typeof ERRORS>, boolean> = {
  unreachable: true,
  timeout: true,
  throttled: true,
  unauthorized: false,
  'bad-answer': false,
};

/**
 * True when the same request may succeed later. Every operation may be repeated: reads change nothing, a repeated
 * invalidation has the same effect, and a repeated fill request at worst starts a second fill.
 */
export function isRetryable(code: S3dexErrorCode): boolean {
  return code in ELSEWHERE
    ? ELSEWHERE[code as keyof typeof ELSEWHERE]
    : ERRORS[code as keyof typeof ERRORS].retryable;
}

/**
 * Milliseconds to wait after attempt number `attempt` (the first is 0); `undefined` when there should be no further
 * attempt.
 */
export function retryDelayMs(error: S3dexError, attempt: number, policy: RetryPolicy): number | undefined {
  if (attempt >= policy.retries || !isRetryable(error.code)) return undefined;
  // Jitter over the whole range, so that clients whose requests failed at the same time do not retry at the same
  // time.
  const backoffMs = policy.random() * Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** attempt);
  if (error.retryAfter === undefined) return backoffMs;
  if (error.retryAfter > MAX_RETRY_AFTER_SECONDS) return undefined;
  return error.retryAfter * 1000 + backoffMs;
}
