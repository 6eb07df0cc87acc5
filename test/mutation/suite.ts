/** What is asked of a thread that runs tests and seeds, and its answer. */
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

/** A file of the project and the text that stands in its place. */
export interface ChangedSource {
  /** Relative to the project. */
  file: string;
  source: string;
}

export interface SuiteRun {
  changed?: ChangedSource;
  /** Test files, relative to the project, in the order in which they run. The run ends with the first failure. */
  tests: readonly string[];
  /** Seeds of the simulation, after the tests. */
  seeds?: { from: number; count: number };
  /** Measures which parts of the project's sources are executed. */
  measured?: boolean;
}

/** Sent before each test file and each seed, so that a run is only as slow as its slowest part. */
export interface SuiteStep {
  step: string;
}

export interface SuiteResult {
  /** The test or seed that failed. Absent: nothing failed. */
  failure?: { in: string; message: string };
  /** Of the thread: it does not depend on what else the machine does. */
  cpuMs: number;
  executed?: ExecutedRanges;
}

/** By file, relative to the project: V8's ranges. A range inside another one is more precise. */
export type ExecutedRanges = Record<string, { start: number; end: number; count: number }[]>;
