/** The parts of `@jest/globals` that tests import, without jest's own module loader. */
export { jestExpect as expect } from '@jest/expect';
export { afterAll, afterEach, beforeAll, beforeEach, describe, it, test } from 'jest-circus';

/** A fixed seed, so that every mutant is tested with the same properties. */
export const jest = { getSeed: () => 1 };
