/** A bar or a budget, and what a run measured. */
export interface Verdict {
  what: string;
  most?: number;
  least?: number;
  is: number;
  holds: boolean;
  /** Why the target may be missed. Shown only if it is missed. */
  why?: string;
}

export function atMost(what: string, is: number, most: number, why?: string): Verdict {
  return { what, most, is, holds: is <= most, why };
}

export function atLeast(what: string, is: number, least: number): Verdict {
  return { what, least, is, holds: is >= least };
}
