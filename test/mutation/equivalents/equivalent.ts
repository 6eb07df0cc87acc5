/** A mutant that no test can notice, and why. */
export interface Equivalent {
  /** The line of the unchanged source, without its indentation. */
  line: string;
  from: string;
  to: string;
  why: string;
}

/** By the name of a file in one folder. */
export type EquivalentsByFile = Readonly<Record<string, readonly Equivalent[]>>;
