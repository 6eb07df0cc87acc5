/**
 * npm run fuzz -- [--requests N] [--bodies N] [--items N] [--from SEED] [--threads T]
 *
 * Bad input of three kinds: HTTP requests (cursors among them), queue bodies, stored items. Makes at least N of each from
 * seed SEED on (a fresh one unless given, printed), prints what came of them, and ends with 1 when a rule was broken or a seed did
 * not end, after telling how to see that seed again.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { KINDS, type Kind } from './kinds.ts';
import { addTally, type Tally } from './tally.ts';
import type { Share, Told } from './worker.ts';

const DEFAULT_INPUTS = '2000';
const DEFAULT_THREADS = '2';
/** fast-check's seeds are 32 bits wide. */
const MAX_FRESH_SEED = 2 ** 30;
/** A seed takes a second or two on a busy machine: what takes so long hangs, in a loop or for an answer. */
const HANGS_MS = 120_000;

const { values } = parseArgs({
  options: {
    requests: { type: 'string' },
    bodies: { type: 'string' },
    items: { type: 'string' },
    from: { type: 'string' },
    threads: { type: 'string', default: DEFAULT_THREADS },
  },
});
const named = KINDS.some((kind) => values[kind] !== undefined);
const from = values.from === undefined ? randomInt(MAX_FRESH_SEED) : whole('from', values.from);
const threads = Math.max(1, whole('threads', values.threads));

console.log(`from seed ${from} on ${threads} threads`);
for (const kind of KINDS) {
  const inputs = whole(kind, values[kind] ?? (named ? '0' : DEFAULT_INPUTS));
  if (inputs > 0) await fuzz(kind, inputs);
}

function whole(name: string, text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new Error(`--${name} is a whole number, not ${text}`);
  return Number(text);
}

async function fuzz(kind: Kind, inputs: number): Promise<void> {
  const startedMs = performance.now();
  const tally: Tally = new Map();
  const share = Math.ceil(inputs / threads);
  const broken = await Promise.all(
    Array.from({ length: threads }, (_, i) =>
      runShare({ kind, inputs: share, from: from + i, stride: threads }, tally),
    ),
  );
  const violations = broken.filter((it) => it).length;
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
  console.log(`\n${tally.get(kind) ?? 0} ${kind} in ${seconds} s, ${violations} violations`);
  for (const [what, times] of [...tally].sort(([a], [b]) => (a < b ? -1 : 1)))
    if (what !== kind) console.log(`${String(times).padStart(9)}  ${what}`);
  if (violations > 0) process.exitCode = 1;
}

/** True: a rule was broken, and told. */
function runShare(share: Share, tally: Tally): Promise<boolean> {
  return new Promise((resolve, reject) => {
    let broken = false;
    let seed = share.from;
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: share });
    const tell = (text: string) => {
      broken = true;
      console.log(`\n${text}\n    npm run fuzz -- --${share.kind} 1 --threads 1 --from ${seed}`);
    };
    const hangs = setTimeout(() => {
      tell(`no end of a seed within ${HANGS_MS / 1_000} s`);
      void worker.terminate();
    }, HANGS_MS);
    worker.on('message', (told: Told) => {
      hangs.refresh();
      if (told.said === 'begins') seed = told.seed;
      else if (told.said === 'ended') addTally(tally, told.tally);
      else tell(told.report);
    });
    worker.on('error', reject);
    worker.on('exit', () => {
      clearTimeout(hangs);
      resolve(broken);
    });
  });
}
