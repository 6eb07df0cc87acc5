/** Counts of inputs by kind, and of their outcomes, over a whole run. */
export type Tally = Map<string, number>;

export function count(tally: Tally, what: string, by = 1): void {
  tally.set(what, (tally.get(what) ?? 0) + by);
}

export function addTally(to: Tally, from: Tally): void {
  for (const [what, by] of from) count(to, what, by);
}
