/** Runs a share of the seeds of one kind in its own thread, until it has generated its share of the inputs. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Kind, runFuzzSeed } from './kinds.ts';
import type { Tally } from './tally.ts';

export interface Share {
  kind: Kind;
  /** The minimum number of inputs to generate. */
  inputs: number;
  from: number;
  /** The difference between two consecutive seeds of this thread. */
  stride: number;
}

export type Told =
  | { said: 'begins'; seed: number }
  /** `cpuMs`: processor time that the seed took. */
  | { said: 'ended'; tally: Tally; cpuMs: number }
  | { said: 'broken'; seed: number; report: string };

const { kind, inputs, from, stride } = workerData as Share;
const tell = (told: Told) => parentPort!.postMessage(told);

let made = 0;
for (let seed = from; made < inputs; seed += stride) {
  tell({ said: 'begins', seed });
  const tally: Tally = new Map();
  const before = process.threadCpuUsage();
  const report = await runFuzzSeed(kind, seed, tally);
  const { user, system } = process.threadCpuUsage(before);
  tell({ said: 'ended', tally, cpuMs: (user + system) / 1_000 });
  if (report !== undefined) {
    tell({ said: 'broken', seed, report });
    break;
  }
  made += tally.get(kind)!;
}
