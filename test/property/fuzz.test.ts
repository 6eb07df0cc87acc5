/** A small part of the fuzzing, with a new seed in each run; `npm run fuzz` runs any number of inputs. */
import { randomInt } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { KINDS, runFuzzSeed } from '../fuzz/kinds.ts';

const LARGEST_SEED = 2 ** 30;

test.each(KINDS)('%s: no input leads to a 500, an exception or a wrong answer', async (kind) => {
  const seed = randomInt(LARGEST_SEED);
  /** Part of the compared value, so that a failure prints how to repeat it. */
  const replay = `npm run fuzz -- --${kind} 1 --threads 1 --from ${seed}`;
  const tally = new Map<string, number>();
  expect({ replay, violation: await runFuzzSeed(kind, seed, tally) }).toEqual({ replay });
  expect(tally.get(kind)).toBeGreaterThan(100);
  if (kind === 'items') expect(tally.get('found unreadable, and counted')).toBeGreaterThan(0);
});
