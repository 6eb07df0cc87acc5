/** The kinds of bad input, each a property over seeded runs. */
import fc from 'fast-check';
import { fillBodies, runFillBodies } from './fills/messages.ts';
import { runSession, session } from './http/session.ts';
import { damagedTable, runDamaged } from './items/reading.ts';
import { deliveries, runDeliveries } from './queue/delivery.ts';
import type { Tally } from './tally.ts';
import { escapes, runEscape } from './views/escapes.ts';

/** The name of each kind is also the name of its count in the tally. */
const PROPERTIES = {
  requests: (tally: Tally) => fc.asyncProperty(session, (given) => runSession(given, tally)),
  bodies: (tally: Tally) => fc.asyncProperty(deliveries, (given) => runDeliveries(given, tally)),
  fills: (tally: Tally) => fc.asyncProperty(fillBodies, (given) => runFillBodies(given, tally)),
  items: (tally: Tally) => fc.asyncProperty(damagedTable, (given) => runDamaged(given, tally)),
  escapes: (tally: Tally) => fc.asyncProperty(escapes, (given) => runEscape(given, tally)),
} as const;

export type Kind = keyof typeof PROPERTIES;
export const KINDS = Object.keys(PROPERTIES) as Kind[];

/** Runs of one seed: enough for fast-check to reach large inputs, and few enough to replay quickly. */
const RUNS_A_SEED = 25;
/**
 * A seed takes a second of processor time, which may be a minute on a busy machine. After this time it hangs, or
 * shrinking makes no progress.
 */
const SEED_MS = 600_000;
/** How many characters of an input are printed. An input may have a megabyte. */
const TOLD_CHARACTERS = 10_000;

/**
 * Runs one seed. Returns undefined if no rule was broken; otherwise the rule and the smallest input that breaks it.
 */
export async function runFuzzSeed(kind: Kind, seed: number, tally: Tally): Promise<string | undefined> {
  const details = await fc.check(PROPERTIES[kind](tally) as fc.IAsyncPropertyWithHooks<[unknown]>, {
    seed,
    numRuns: RUNS_A_SEED,
    interruptAfterTimeLimit: SEED_MS,
    markInterruptAsFailure: true,
  });
  if (!details.failed) return undefined;
  const told = fc.defaultReportMessage(details) ?? '';
  return `${told.slice(0, TOLD_CHARACTERS)}\n${(details.errorInstance as Error | undefined)?.stack}`;
}
