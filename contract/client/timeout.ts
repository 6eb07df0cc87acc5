/** The time limit of an attempt. */

/** The limit of timers, about 24 days: a longer timer fires at once. */
export const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Returns the given milliseconds. @throws TypeError when they are out of range. */
export function timeout(timeoutMs: number): number {
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > MAX_TIMEOUT_MS) {
    throw new TypeError(`timeoutMs: must be a whole number from 1 to ${MAX_TIMEOUT_MS}, is ${timeoutMs}`);
  }
  return timeoutMs;
}
