/** Runs seeds of the simulation on a core in which one file is another. Says what was violated, or nothing. */
import { registerHooks } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

export interface SeedsWork {
  /** Its URL. */
  file: string;
  source: string;
  from: number;
  seeds: number;
}

const { file, source, from, seeds } = workerData as SeedsWork;
registerHooks({
  load: (url, context, nextLoad) => {
    const loaded = nextLoad(url, context);
    return url === file ? { ...loaded, source } : loaded;
  },
});
const { runSeed } = await import('../simulation/run-seed.ts');

async function violation(): Promise<string | undefined> {
  for (let seed = from; seed < from + seeds; seed += 1) {
    const outcome = await runSeed(seed);
    if (outcome.violation) return outcome.violation.message;
  }
  return undefined;
}

parentPort!.postMessage(await violation());
