/** Repeats a call that DynamoDB throttles, as a whole or in part, or that fails for a moment. */
import { isServerError, isThrottlingError, isTransientError } from '@smithy/core/retry';
import { FIRST_PAUSE_MS, LONGEST_PAUSE_MS, MAX_FAILURES, MAX_RETRIES } from './bounds.ts';

/** `partly`: something was done, and the next attempt does more. `throttled`: nothing was done. */
export type Attempted<T> = { outcome: 'done'; value: T } | { outcome: 'partly' } | { outcome: 'throttled' };

/** No answer, or an error of the server: the call may have been made. */
type Failed = { outcome: 'failed'; error: unknown };

type SdkError = Parameters<typeof isTransientError>[0];

/**
 * @throws Error when DynamoDB still throttles after all retries, or fails several times in a row, and what `attempt`
 * throws for other reasons.
 */
export async function untilAccepted<T>(
  wait: (ms: number) => Promise<void>,
  attempt: () => Promise<Attempted<T>>,
): Promise<T> {
  let failures = 0;
  for (let retries = 0; ; retries++) {
    const attempted = await judged(attempt);
    if (attempted.outcome === 'done') return attempted.value;
    if (attempted.outcome === 'partly') retries = 0;
    failures = attempted.outcome === 'failed' ? failures + 1 : 0;
    if (attempted.outcome === 'failed' && failures >= MAX_FAILURES) throw attempted.error;
    if (retries >= MAX_RETRIES)
      throw new Error('DynamoDB throttles the command: the table may be at its maximum of units');
    await wait(Math.min(FIRST_PAUSE_MS * 2 ** retries, LONGEST_PAUSE_MS));
  }
}

async function judged<T>(attempt: () => Promise<Attempted<T>>): Promise<Attempted<T> | Failed> {
  try {
    return await attempt();
  } catch (error) {
    if (isThrottlingError(error as SdkError)) return { outcome: 'throttled' };
    if (isTransientError(error as SdkError) || isServerError(error as SdkError))
      return { outcome: 'failed', error };
    throw error;
  }
}
