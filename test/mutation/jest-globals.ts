/** What tests import of `@jest/globals`, without jest's own module loader. */
export { jestExpect as expect } from '@jest/expect';
export { afterAll, afterEach, beforeAll, beforeEach, describe, it, test } from 'jest-circus';

/** The same properties are tried on every mutant. */
export const jest = { getSeed: () => 1 };
