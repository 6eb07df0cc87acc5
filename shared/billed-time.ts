/** Lambda bills all of a function's memory for its run time, rounded up to whole milliseconds. */
export function gbSeconds(functionGb: number, startedAt: number, endedAt: number): number {
  return (functionGb * Math.max(1, Math.ceil(endedAt - startedAt))) / 1_000;
}
