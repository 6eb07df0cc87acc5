/** Repeats a call that DynamoDB throttles, as a whole or in part. */
import { isThrottlingError } from '@smithy/core/retry';
import { FIRST_PAUSE_MS, LONGEST_PAUSE_MS, MAX_RETRIES } from './bounds.ts';

/** `partly`: something was done, and the next attempt does more. `throttled`: nothing was done. */
export type Attempted<T> = { outcome: 'done'; value: T } | { outcome: 'partly' } | { outcome: 'throttled' };

/** @throws Error when DynamoDB still throttles after all retries, and what `attempt` throws for other reasons. */
export async function untilAccepted<T>(
  wait: (ms: number) => Promise<void>,
  attempt: () => Promise<Attempted<T>>,
): Promise<T> {
  for (let retries = 0; ; retries++) {
    const attempted = await unlessThrottled(attempt);
    if (attempted.outcome === 'done') return attempted.value;
    if (attempted.outcome === 'partly') retries = 0;
    if (retries >= MAX_RETRIES)
      throw new Error('DynamoDB throttles the command: the table may be at its maximum of units');
    await wait(Math.min(FIRST_PAUSE_MS * 2 ** retries, LONGEST_PAUSE_MS));
  }
}

async function unlessThrottled<T>(attempt: () => Promise<Attempted<T>>): Promise<Attempted<T>> {
  try {
    return await attempt();
  } catch (error) {
    if (isThrottlingError(error as Parameters<typeof isThrottlingError>[0])) return { outcome: 'throttled' };
    throw error;
  }
}
