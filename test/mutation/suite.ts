/** The request to a thread that runs tests and seeds, and its answer. */
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

/** A file of the project, and the text that replaces it. */
export interface ChangedSource {
  /** Relative to the project. */
  file: string;
  source: string;
}

export interface SuiteRun {
  changed?: ChangedSource;
  /** Test files, relative to the project, in the order in which they run. The run ends with the first failure. */
  tests: readonly string[];
  /** Seeds of the simulation, which run after the tests. */
  seeds?: { from: number; count: number };
  /** Measure which parts of the project's sources are executed. */
  measured?: boolean;
}

/**
 * Sent before each test file and each seed, so that the time limit applies to each of them and not to the whole run.
 */
export interface SuiteStep {
  step: string;
}

export interface SuiteResult {
  /** The test or seed that failed. Absent if nothing failed. */
  failure?: { in: string; message: string };
  /** CPU time of the thread, which does not depend on other processes. */
  cpuMs: number;
  executed?: ExecutedRanges;
}

/** V8's ranges by file, relative to the project. A range inside another one is more precise. */
export type ExecutedRanges = Record<string, { start: number; end: number; count: number }[]>;
