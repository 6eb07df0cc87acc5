/** A mutant that no test can notice, and why. */
export interface Equivalent {
  /** The line of the unchanged source, without its indentation. */
  line: string;
  from: string;
  to: string;
  why: string;
}

/** Mutants by the name of their file in one folder. */
export type EquivalentsByFile = Readonly<Record<string, readonly Equivalent[]>>;
