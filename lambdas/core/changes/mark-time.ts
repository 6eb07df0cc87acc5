/**
 * The time a mark or a floor carries: nothing observed before the event was received may carry a later one, by any
 * clock.
 */
import type { Clock } from '../ports/clock.ts';

/**
 * `receivedAt` by this instance's clock. The margin is how far apart clocks may be; a clock that is surely further
 * off is corrected by the services' own.
 */
export function markTime(
  context: { clock: Clock; settings: { clockMarginMs: number } },
  receivedAt: number,
): number {
  return receivedAt + (context.clock.offsetMs?.() ?? 0) + context.settings.clockMarginMs;
}
