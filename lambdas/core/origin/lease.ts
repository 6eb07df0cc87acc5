/**
 * The longest time to wait for another instance's fill, ms. A crashed instance delays others by at most this time.
 */
export const LEASE_MS = 1_500;
