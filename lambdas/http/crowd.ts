/**
 * Limits the number of requests that one process handles at the same time. Lambda sends an instance one request at a
 * time, but other processes serve many callers. Without a limit, all of them would wait too long. So a request that
 * would wait too long is refused early, with Retry-After.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Turnstile } from '../../shared/turnstile.ts';
import type { Clock, Waiter } from '../core/ports/clock.ts';
import { type Outcome, refused } from './outcome.ts';

const AT_ONCE = 64;
/** The longest time that a request waits. A burst that the process can answer within this time is answered. */
const LONGEST_WAIT_MS = 5_000;
/**
 * The longest wait while requests are answered `unavailable` (the table or S3 does not answer): waiting longer would
 * not help.
 */
const WAIT_IN_OUTAGE_MS = 250;
/** How long WAIT_IN_OUTAGE_MS applies after such an answer. */
const OUTAGE_LASTS_MS = 1_000;

export type Crowd = (work: () => Promise<Outcome> | Outcome) => Promise<Outcome>;

const UNTIL_TIMEOUT: Waiter = { wait: (ms) => sleep(ms, undefined, { ref: false }) };

export function createCrowd(clock: Clock, waiter: Waiter = UNTIL_TIMEOUT): Crowd {
  let unavailableAt = Number.NEGATIVE_INFINITY;
  const isOutage = () => Math.abs(clock.now() - unavailableAt) < OUTAGE_LASTS_MS;

  /** Resolves when a request has waited for the longest time allowed. */
  async function wait(): Promise<void> {
    for (let waitedMs = 0; waitedMs < LONGEST_WAIT_MS; waitedMs += WAIT_IN_OUTAGE_MS) {
      await waiter.wait(WAIT_IN_OUTAGE_MS);
      if (isOutage()) return;
    }
  }

  const turnstile = new Turnstile({ atOnce: AT_ONCE, wait });
  return async (work) => {
    const passed = await turnstile.pass(async () => work());
    if (!passed) return refused('unavailable', 'too many requests at the same time');
    const { result } = passed;
    if (result.outcome !== 'replied' && result.code === 'unavailable') unavailableAt = clock.now();
    return result;
  };
}
