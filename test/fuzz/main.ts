/**
 * Tests bad input of five kinds: HTTP requests (with cursors), bodies in the queues of events and of fills, stored
 * items, and attempts to see what a caller may not see. Generates at least N inputs of each kind, starting at SEED
 * (by default a random one, which is printed), and prints the outcomes. Exits with 1 if a rule was broken or a seed
 * did not end, after printing how to repeat that seed.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { orUsage, wholeNumber } from '../support/command-line.ts';
import { KINDS, type Kind } from './kinds.ts';
import { addTally, type Tally } from './tally.ts';
import type { Share, Told } from './worker.ts';

const USAGE =
  'npm run fuzz -- [--requests N] [--bodies N] [--fills N] [--items N] [--escapes N] [--from SEED] [--threads T]';
const DEFAULT_INPUTS = '2000';
const MOST_INPUTS = 1e9;
const MOST_THREADS = 64;
const DEFAULT_THREADS = '2';
/** fast-check's seeds have 32 bits, so a random first seed leaves room for those that follow. */
const MAX_FRESH_SEED = 2 ** 30;
const LARGEST_SEED = 2 ** 31 - 1;
/** More than a seed may take (kinds.ts). After this time it loops, or waits for an answer that never comes. */
const HANGS_MS = 660_000;

const { kinds, from, threads } = orUsage(USAGE, () => {
  const { values } = parseArgs({
    options: {
      requests: { type: 'string' },
      bodies: { type: 'string' },
      fills: { type: 'string' },
      items: { type: 'string' },
      escapes: { type: 'string' },
      from: { type: 'string' },
      threads: { type: 'string', default: DEFAULT_THREADS },
    },
  });
  const named = KINDS.filter((kind) => values[kind] !== undefined);
  return {
    kinds: (named.length > 0 ? named : KINDS).map((kind) => ({
      kind,
      inputs: wholeNumber(kind, values[kind] ?? DEFAULT_INPUTS, 1, MOST_INPUTS),
    })),
    from:
      values.from === undefined
        ? randomInt(MAX_FRESH_SEED)
        : wholeNumber('from', values.from, 0, LARGEST_SEED),
    threads: wholeNumber('threads', values.threads, 1, MOST_THREADS),
  };
});

console.log(`from seed ${from} on ${threads} threads`);
for (const { kind, inputs } of kinds) await fuzz(kind, inputs);

async function fuzz(kind: Kind, inputs: number): Promise<void> {
  const startedMs = performance.now();
  const tally: Tally = new Map();
  const slowest: Slowest = { seed: from, cpuMs: 0 };
  const share = Math.ceil(inputs / threads);
  const broken = await Promise.all(
    Array.from({ length: threads }, (_, i) =>
      runShare({ kind, inputs: share, from: from + i, stride: threads }, { tally, slowest }),
    ),
  );
  const violations = broken.filter((it) => it).length;
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
  console.log(`\n${tally.get(kind) ?? 0} ${kind} in ${seconds} s, ${violations} violations`);
  for (const [what, times] of [...tally].sort(([a], [b]) => (a < b ? -1 : 1)))
    if (what !== kind) console.log(`${String(times).padStart(9)}  ${what}`);
  console.log(`slowest seed: ${slowest.seed}, ${(slowest.cpuMs / 1_000).toFixed(1)} s of processor time`);
  if (violations > 0) process.exitCode = 1;
}

/** The seed that took the most processor time. An input that is slow shows here. */
interface Slowest {
  seed: number;
  cpuMs: number;
}

/** Returns true if a rule was broken and printed. */
function runShare(share: Share, { tally, slowest }: { tally: Tally; slowest: Slowest }): Promise<boolean> {
  return new Promise((resolve, reject) => {
    let broken = false;
    let seed = share.from;
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: share });
    const tell = (text: string) => {
      broken = true;
      console.log(`\n${text}\n    npm run fuzz -- --${share.kind} 1 --threads 1 --from ${seed}`);
    };
    const hangs = setTimeout(() => {
      tell(`a seed did not end within ${HANGS_MS / 1_000} s`);
      void worker.terminate();
    }, HANGS_MS);
    worker.on('message', (told: Told) => {
      hangs.refresh();
      if (told.said === 'begins') seed = told.seed;
      else if (told.said === 'broken') tell(told.report);
      else {
        addTally(tally, told.tally);
        if (told.cpuMs > slowest.cpuMs) Object.assign(slowest, { seed, cpuMs: told.cpuMs });
      }
    });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      clearTimeout(hangs);
      if (code !== 0 && !broken) tell(`the thread exited with ${code} before it had tried all inputs`);
      resolve(broken);
    });
  });
}
