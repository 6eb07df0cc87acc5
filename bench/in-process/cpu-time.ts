/** CPU time of this process since its start, ms: all its threads, in and for it. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
