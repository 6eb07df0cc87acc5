/**
 * How long to wait for another instance's fill, ms. Also the longest time that a crashed instance can delay others.
 */
export const LEASE_MS = 1_500;
