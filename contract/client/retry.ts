/** Decides whether a failed request is sent again, and after which delay. */

import { ERRORS } from '../errors.ts';
import type { S3dexError, S3dexErrorCode } from './error.ts';

export interface RetryPolicy {
  /** Attempts after the first. */
  retries: number;
  /** Random in [0, 1). */
  random: () => number;
}

/** The first wait is at most this long. The limit doubles with each further wait. */
const BASE_DELAY_MS = 100;
const MAX_DELAY_MS = 5_000;
/** A longer Retry-After is not waited for, but reported to the caller. */
export const MAX_RETRY_AFTER_SECONDS = 20;

const ELSEWHERE: Record<Exclude<S3dexErrorCode, keyof typeof ERRORS>, boolean> = {
  unreachable: true,
  timeout: true,
  throttled: true,
  unauthorized: false,
  'bad-answer': false,
};

/**
 * May the same request succeed later? Every operation can be repeated: reads change nothing, and an invalidation may
 * be repeated.
 */
export function isRetryable(code: S3dexErrorCode): boolean {
  return code in ELSEWHERE
    ? ELSEWHERE[code as keyof typeof ELSEWHERE]
    : ERRORS[code as keyof typeof ERRORS].retryable;
}

/**
 * Milliseconds to wait before attempt `attempt + 1` (the first is 0); `undefined` when there should be no further
 * attempt.
 */
export function retryDelayMs(error: S3dexError, attempt: number, policy: RetryPolicy): number | undefined {
  if (attempt >= policy.retries || !isRetryable(error.code)) return undefined;
  // Jitter over the whole range, so that callers that failed together do not retry together.
  const backoffMs = policy.random() * Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** attempt);
  if (error.retryAfter === undefined) return backoffMs;
  if (error.retryAfter > MAX_RETRY_AFTER_SECONDS) return undefined;
  return error.retryAfter * 1000 + backoffMs;
}
