/** fast-check with the seed of the run, for every property in the tests. */
import fc from 'fast-check';
import { RUN_SEED } from './seed.ts';

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: RUN_SEED });

export default fc;
