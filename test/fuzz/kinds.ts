/** The kinds of bad input, each a property over seeded runs. */
import fc from 'fast-check';
import { runSession, session } from './http/session.ts';
import { damagedTable, runDamaged } from './items/reading.ts';
import { deliveries, runDeliveries } from './queue/delivery.ts';
import type { Tally } from './tally.ts';
import { escapes, runEscape } from './views/escapes.ts';

/** Each is named for what its tally counts. */
const PROPERTIES = {
  requests: (tally: Tally) => fc.asyncProperty(session, (given) => runSession(given, tally)),
  bodies: (tally: Tally) => fc.asyncProperty(deliveries, (given) => runDeliveries(given, tally)),
  items: (tally: Tally) => fc.asyncProperty(damagedTable, (given) => runDamaged(given, tally)),
  escapes: (tally: Tally) => fc.asyncProperty(escapes, (given) => runEscape(given, tally)),
} as const;

export type Kind = keyof typeof PROPERTIES;
export const KINDS = Object.keys(PROPERTIES) as Kind[];

/** Runs of one seed: enough that fast-check's own growth from small to large is met, few enough to replay at once. */
const RUNS_A_SEED = 25;
/** A seed takes a second; after so long, it is late or is being made smaller in vain. */
const SEED_MS = 60_000;
/** Of an input, which may hold a megabyte. */
const TOLD_CHARACTERS = 10_000;

/** All runs of one seed. Undefined: no rule was broken; else the smallest input found that breaks one, and which. */
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
