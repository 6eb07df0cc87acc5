/**
 * The time of a mark or a floor. For every clock, it must be at or after the time of any observation that was made
 * before the event was received.
 */
import type { Clock } from '../ports/clock.ts';

/**
 * `receivedAt` is a time of this instance's clock. The margin is the allowed difference between clocks. If this clock
 * is certainly wrong by more, the difference to the services' time is added.
 */
export function markTime(
  context: { clock: Clock; settings: { clockMarginMs: number } },
  receivedAt: number,
): number {
  return receivedAt + (context.clock.offsetMs?.() ?? 0) + context.settings.clockMarginMs;
}
