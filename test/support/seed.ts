/**
 * Where random tests start: a new seed in each run, or the N of `npm test -- --seed N`. CI gives one, so that a failure there
 * comes from the change. A failing test prints how to repeat it.
 */
import { jest } from '@jest/globals';

/** 0 to 2^31 - 1. */
export const RUN_SEED = jest.getSeed() & 0x7fffffff;
