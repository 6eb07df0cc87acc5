/** What was done, by kind, and what was answered, counted over a whole fuzzing. */
export type Tally = Map<string, number>;

export function count(tally: Tally, what: string, by = 1): void {
  tally.set(what, (tally.get(what) ?? 0) + by);
}

export function addTally(to: Tally, from: Tally): void {
  for (const [what, by] of from) count(to, what, by);
}
