/** Runs one thread's share of the seeds, in small batches so that a failure is reported soon. */
import { parentPort, workerData } from 'node:worker_threads';
import { changeSources, type SourceChange } from './source-change.ts';

export interface Share {
  from: number;
  seeds: number;
  /** The difference between two consecutive seeds of this thread. */
  stride: number;
  /** The name of a break, and its change to the core's source text. */
  broken?: string;
  source?: readonly SourceChange[];
  deploying: boolean;
}

const PORTION = 200;

const { from, seeds, stride, broken, source = [], deploying } = workerData as Share;
// This must run before anything of the core is imported.
changeSources(source);
const { breakNamed } = await import('./breaks.ts');
const { runSeed } = await import('./run-seed.ts');
const { addOutcome, noTotals } = await import('./totals.ts');
// A failing seed is run once more to get its trace. Until then, stack traces for thousands of planned failures would
// cost time.
Error.stackTraceLimit = 0;
const options = { broken: broken === undefined ? undefined : breakNamed(broken), deploying };
for (let i = 0; i < seeds; ) {
  const totals = noTotals();
  for (let j = 0; j < PORTION && i < seeds; j += 1, i += 1)
    addOutcome(totals, await runSeed(from + i * stride, options));
  parentPort!.postMessage(totals);
}
