/** Lambda bills whole milliseconds, begun ones included, for all of a function's memory. */
export function gbSeconds(functionGb: number, startedAt: number, endedAt: number): number {
  return (functionGb * Math.max(1, Math.ceil(endedAt - startedAt))) / 1_000;
}
