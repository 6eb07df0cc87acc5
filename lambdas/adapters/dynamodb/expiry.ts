import { EXPIRY_GRAIN_SECONDS } from './bounds.ts';

/**
 * The TTL (epoch seconds) of an item that is needed until `untilMs`. It is rounded up to a multiple of the grain,
 * so it is never earlier.
 */
export function expirySeconds(untilMs: number): number {
  return Math.ceil(untilMs / (EXPIRY_GRAIN_SECONDS * 1000)) * EXPIRY_GRAIN_SECONDS;
}
