/** One thread's share of the seeds, in small portions so that a failure is told soon. */
import { parentPort, workerData } from 'node:worker_threads';
import { breakNamed } from './breaks.ts';
import { runSeed } from './run-seed.ts';
import { addOutcome, noTotals } from './totals.ts';

export interface Share {
  from: number;
  seeds: number;
  /** Every how manieth seed is this thread's. */
  stride: number;
  broken?: string;
}

const PORTION = 200;

const { from, seeds, stride, broken } = workerData as Share;
for (let i = 0; i < seeds; ) {
  const totals = noTotals();
  for (let j = 0; j < PORTION && i < seeds; j += 1, i += 1)
    addOutcome(
      totals,
      await runSeed(from + i * stride, { broken: broken === undefined ? undefined : breakNamed(broken) }),
    );
  parentPort!.postMessage(totals);
}
