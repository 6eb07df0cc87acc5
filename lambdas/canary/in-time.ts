/** Makes a run that does not finish in time fail, instead of ending without a result. */
import type { Finding } from './views.ts';

export async function inTime(
  run: Promise<Finding[]>,
  { leftMs, wait }: { leftMs: number; wait: (ms: number) => Promise<void> },
): Promise<Finding[]> {
  const late = wait(leftMs).then((): Finding[] => [
    { check: 'run', ok: false, detail: `not finished after ${Math.round(leftMs / 1_000)} s` },
  ]);
  return Promise.race([run, late]);
}
