/** A small part of the simulation, from the seed of the run; `npm run simulate` runs any number. */
import { expect, test } from '@jest/globals';
import { RUN_SEED } from '../support/seed.ts';
import { FAULT_KINDS } from './faults.ts';
import { runSeed } from './run-seed.ts';
import { addOutcome, noTotals } from './totals.ts';

const SEEDS = 200;
/**
 * The share of hits among answers with no change shortly before. In 200 seeds it is about 0.75. A model that never
 * hits has 0.
 */
const LEAST_QUIET_HITS = 0.5;

test(`${SEEDS} seeds break no rule, meet every fault, and get hits from the index`, async () => {
  /** Part of the compared value, so that a failure prints how to repeat it. */
  const replay = `npm run simulate -- --seeds ${SEEDS} --from ${RUN_SEED}`;
  const totals = noTotals();
  for (let seed = RUN_SEED; seed < RUN_SEED + SEEDS; seed += 1) addOutcome(totals, await runSeed(seed));
  const notMet = FAULT_KINDS.filter((kind) => !totals.faults[kind]);
  expect({ replay, violations: totals.violations, notMet }).toEqual({ replay, violations: [], notMet: [] });
  expect(totals.claims).toBeGreaterThan(10 * SEEDS);
  expect(totals.quietHits / totals.quietAsked).toBeGreaterThan(LEAST_QUIET_HITS);
});

test('a seed replays exactly, with or without a trace', async () => {
  const first = await runSeed(4_711, { trace: true });
  const again = await runSeed(4_711, { trace: true });
  const untraced = await runSeed(4_711);
  expect(again.trace.lines).toEqual(first.trace.lines);
  expect(first.trace.lines.length).toBeGreaterThan(100);
  expect(untraced.steps).toBe(first.steps);
});
