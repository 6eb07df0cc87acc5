/** Mutants that no test can notice, and why. docs/testing.md explains the kinds. */
export interface Equivalent {
  file: string;
  /** The changed text and what stands in its place, with single spaces. */
  from: string;
  to: string;
  why: string;
}

export const EQUIVALENTS: readonly Equivalent[] = [];
