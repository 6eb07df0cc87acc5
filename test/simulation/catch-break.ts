/** Runs seeds until a break is caught. */
import { Worker } from 'node:worker_threads';
import type { Break } from './break.ts';
import type { CatchWork } from './catch-worker.ts';
import { runSeed } from './run-seed.ts';

/** Runs consecutive seeds until one of them catches the break. */
export interface Hunt {
  from: number;
  most: number;
  focused: boolean;
}

export interface Caught {
  /** The number of seeds that were run, including the one that caught the break. */
  seeds: number;
  message: string;
}

/** Undefined if `most` seeds did not catch the break. */
export function catchBreak(broken: Break, hunt: Hunt): Promise<Caught | undefined> {
  return broken.source ? catchInThread(broken, hunt) : catchHere(broken, hunt);
}

export async function catchHere(broken: Break, hunt: Hunt): Promise<Caught | undefined> {
  for (let seeds = 1; seeds <= hunt.most; seeds += 1) {
    const { violation } = await runSeed(hunt.from + seeds - 1, { broken, focused: hunt.focused });
    if (violation) return { seeds, message: violation.message };
  }
  return undefined;
}

/** Runs a break with changed core sources in a thread of its own, which loads the changed core. */
function catchInThread({ name, source = [] }: Break, hunt: Hunt): Promise<Caught | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Caught | undefined>();
  const workerData: CatchWork = { name, source, hunt };
  const worker = new Worker(new URL('./catch-worker.ts', import.meta.url), { workerData });
  worker.on('message', resolve);
  worker.on('error', reject);
  worker.on('exit', () => reject(new Error(`the thread of ${name} ended without a result`)));
  return promise;
}
