const TICKS_PER_MS = 2n ** 32n / 1000n;
const HEX_DIGITS = 16;

/**
 * Makes sequencers as in S3's notifications: `00` and 16 upper-case hexadecimal digits, with the seconds in the upper
 * half. Each call returns a greater one than the call before, even if the clock is set back.
 */
export function createSequencer(clock: () => number): () => string {
  let last = 0n;
  return () => {
    const now = BigInt(Math.floor(clock())) * TICKS_PER_MS;
    last = now > last ? now : last + 1n;
    return `00${last.toString(16).toUpperCase().padStart(HEX_DIGITS, '0')}`;
  };
}
