/**
 * Limits the requests that one process handles at once. Lambda sends an instance one at a time. In a process that
 * serves many callers, all of them would wait too long, so a request that would wait too long is refused early, with
 * Retry-After.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Turnstile } from '../../shared/turnstile.ts';
import { type Outcome, refused } from './outcome.ts';

const AT_ONCE = 64;
/**
 * A burst that the process can answer within this time is answered. While the table is down, the early refusals of
 * core/request/outage.ts keep the queue short.
 */
const LONGEST_WAIT_MS = 5_000;

export type Crowd = (work: () => Promise<Outcome> | Outcome) => Promise<Outcome>;

/** `wait`: waits for the longest time that a request may wait for its turn. */
export function createCrowd(
  wait: () => Promise<void> = () => sleep(LONGEST_WAIT_MS, undefined, { ref: false }),
): Crowd {
  const turnstile = new Turnstile({ atOnce: AT_ONCE, wait });
  return async (work) => {
    const passed = await turnstile.pass(async () => work());
    return passed ? passed.result : refused('unavailable', 'too many requests at once');
  };
}
