import { availableParallelism } from 'node:os';

/**
 * One project for each layer of tests (docs/testing.md says what each proves). ESM throughout: run through
 * `npm test`, which sets --experimental-vm-modules on the pinned Node 24.
 */
const layer = (name, extra = {}) => ({
  displayName: name,
  rootDir: import.meta.dirname,
  testEnvironment: '<rootDir>/test/support/environment.ts',
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } },
    ],
  },
  ...extra,
});

/**
 * `npm test` leaves out five of them: `breaks` (`npm run test:breaks`) and `disk` (`npm run test:disk`) take long,
 * `real` needs clients and servers that others wrote (`npm run test:real`), `browser` needs Chromium (`npm run
 * test:browser`), `deploy` needs an emulator of AWS from PyPI (`npm run test:deploy`).
 */
const LAYERS = [
  'unit',
  'property',
  'simulation',
  'breaks',
  'contract',
  'integration',
  'infra',
  'regression',
  'e2e',
  'disk',
  'real',
  'browser',
  'deploy',
];

export default {
  projects: LAYERS.map((name) => layer(name)),
  // `npm test -- --seed N` repeats the random tests of a run (test/support/seed.ts).
  showSeed: true,
  // For slow machines and busy ones: nothing here is judged by its time.
  testTimeout: 120_000,
  // Jest leaves one core to a watching developer by default. Here, many tests wait for servers, so that there are more
  // workers than cores. (Jest takes '150%' for 150 workers.) The layers with servers or browsers of others run one file
  // at a time: they wait for real time (package.json).
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
  // A worker that ends on a busy machine may need more than the half second that Jest gives it by default.
  workerGracefulExitTimeout: 20_000,
};
