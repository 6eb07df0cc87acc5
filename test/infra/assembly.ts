/** The deployment that the tests run and inspect: `photos` with notifications, `logs` on EventBridge. */
import { type Assembly, synthesize } from '../../local/template/synthesize.ts';

/** The assembly with its bundles, which is synthesised only once for all tests. */
export function deployed(): Promise<Assembly> {
  return synthesize({ buckets: ['photos', { name: 'logs', events: 'eventbridge' }] });
}

export const SYNTHESIS_MS = 120_000;
