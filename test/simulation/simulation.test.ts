/** A small part of the simulation, with new seeds in each run; `npm run simulate` runs any number. */
import { randomInt } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { FAULT_KINDS } from './faults.ts';
import { runSeed } from './run-seed.ts';
import { addOutcome, noTotals } from './totals.ts';

const SEEDS = 200;
const LARGEST_SEED = 2 ** 40;

test(`${SEEDS} new seeds break no rule, meet every fault, and get hits from the index`, async () => {
  const from = randomInt(LARGEST_SEED);
  /** Part of the compared value, so that a failure prints how to repeat it. */
  const replay = `npm run simulate -- --seeds ${SEEDS} --from ${from}`;
  const totals = noTotals();
  for (let seed = from; seed < from + SEEDS; seed += 1) addOutcome(totals, await runSeed(seed));
  const notMet = FAULT_KINDS.filter((kind) => !totals.faults[kind]);
  expect({ replay, violations: totals.violations, notMet }).toEqual({ replay, violations: [], notMet: [] });
  expect(totals.claims).toBeGreaterThan(10 * SEEDS);
  expect(totals.quietHits / totals.quietAsked).toBeGreaterThan(0.7);
});

test('a seed replays exactly, with or without a trace', async () => {
  const first = await runSeed(4_711, { trace: true });
  const again = await runSeed(4_711, { trace: true });
  const untraced = await runSeed(4_711);
  expect(again.trace.lines).toEqual(first.trace.lines);
  expect(first.trace.lines.length).toBeGreaterThan(100);
  expect(untraced.steps).toBe(first.steps);
});
