import { ItemUnreadable } from '../../core/ports/index-table.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import { Unreadable } from './attributes.ts';

/**
 * For marks, floors and heads: not knowing one must never mean that there is none (I8), so what cannot be read is an index
 * that cannot be used.
 */
export function failClosed<T>(telemetry: Telemetry, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    telemetry.count('undecodable');
    telemetry.count('indexFailures');
    throw new ItemUnreadable(`an item that must be known cannot be read: ${error.message}`, {
      cause: error,
    });
  }
}

/** For observations: what cannot be read is an observation that was never made. */
export function orAbsent<T>(telemetry: Telemetry, parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    telemetry.count('undecodable');
    return undefined;
  }
}
