/** A small part of the fuzzing, from the seed of the run; `npm run fuzz` runs any number of inputs. */
import { expect, test } from '@jest/globals';
import { KINDS, runFuzzSeed } from '../fuzz/kinds.ts';
import { RUN_SEED } from '../support/seed.ts';

test.each(KINDS)('%s: no input leads to a 500, an exception or a wrong answer', async (kind) => {
  /** Part of the compared value, so that a failure prints how to repeat it. */
  const replay = `npm run fuzz -- --${kind} 1 --threads 1 --from ${RUN_SEED}`;
  const tally = new Map<string, number>();
  expect({ replay, violation: await runFuzzSeed(kind, RUN_SEED, tally) }).toEqual({ replay });
  expect(tally.get(kind)).toBeGreaterThan(100);
  if (kind === 'items') expect(tally.get('found unreadable, and counted')).toBeGreaterThan(0);
});
