/** How long a fill of another instance is waited for, ms; also how long a crashed one can hold others up. */
export const LEASE_MS = 1_500;
