/**
 * The seed of random tests: a new one in each run, or the N of `npm test -- --seed N`. CI gives a fixed seed, so that
 * a failure there is caused by the change. A failing test prints how to repeat it.
 */
import { jest } from '@jest/globals';

/** The seed, from 0 to 2^31 - 1. */
export const RUN_SEED = jest.getSeed() & 0x7fffffff;
