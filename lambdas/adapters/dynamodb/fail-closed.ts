import { ItemUnreadable } from '../../core/ports/index-table.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import { Unreadable } from './attributes.ts';

/**
 * For marks, floors and heads. If such an item cannot be parsed, it must not count as absent (I8). So the error makes
 * the index unusable for this request.
 * @throws ItemUnreadable when `parse` throws Unreadable.
 */
export function failClosed<T>(telemetry: Telemetry, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    telemetry.count('undecodable');
    telemetry.count('indexFailures');
    throw new ItemUnreadable(`a required item cannot be parsed: ${error.message}`, {
      cause: error,
    });
  }
}

/** For observations: an observation that cannot be parsed counts as absent. */
export function orAbsent<T>(telemetry: Telemetry, parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    telemetry.count('undecodable');
    return undefined;
  }
}
