/** A slice of the fuzzing, with a fresh seed each time; `npm run fuzz` makes as many inputs as one likes. */
import { randomInt } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { KINDS, runFuzzSeed } from '../fuzz/kinds.ts';

const LARGEST_SEED = 2 ** 30;

test.each(KINDS)('%s: whatever comes, no 500, no throw and no wrong answer', async (kind) => {
  const seed = randomInt(LARGEST_SEED);
  console.info(`npm run fuzz -- --${kind} 1 --threads 1 --from ${seed}`);
  const tally = new Map<string, number>();
  expect(await runFuzzSeed(kind, seed, tally)).toBeUndefined();
  expect(tally.get(kind)).toBeGreaterThan(100);
  if (kind === 'items') expect(tally.get('found unreadable, and counted')).toBeGreaterThan(0);
});
