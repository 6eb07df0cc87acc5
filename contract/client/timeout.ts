/** How long an attempt may take. */

/** Of timers: one set for longer, some 24 days, goes off at once. */
export const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Milliseconds, as given. @throws TypeError */
export function timeout(timeoutMs: number): number {
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > MAX_TIMEOUT_MS) {
    throw new TypeError(`timeoutMs: must be a whole number from 1 to ${MAX_TIMEOUT_MS}, is ${timeoutMs}`);
  }
  return timeoutMs;
}
