/**
 * Runs N seeds, starting at S. Without --from, S is random, and it is printed so that the run can be repeated. Exits
 * with 1 when a rule was broken, after it printed the trace of the shortest such seed. --deploys changes settings in
 * every seed, --trace prints what happened, and --breaks prints the table of deliberate breaks.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { orUsage, wholeNumber } from '../support/command-line.ts';
import { breakNamed } from './breaks.ts';
import { changeSources } from './source-change.ts';
import { addTotals, type Failure, noTotals, report, type Totals } from './totals.ts';
import type { Share } from './worker.ts';

const USAGE =
  'npm run simulate -- [--seeds N] [--from S] [--deploys] [--trace] [--breaks] [--break NAME] [--threads T]';
const DEFAULT_SEEDS = 1_000;
const DEFAULT_THREADS = 2;
const MAX_FRESH_SEED = 2 ** 40;
/** The maximum number of seeds, and the maximum seed. Their sum is still an exact number. */
const MOST_SEEDS = 1e9;
const LARGEST_SEED = 1e15;
const MOST_THREADS = 64;
/** How many failures are printed. Those with the fewest steps are printed first. */
const FAILURES_TOLD = 40;
const MESSAGE_CHARACTERS = 300;

const { values, seeds, from, threads } = orUsage(USAGE, () => {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: String(DEFAULT_SEEDS) },
      from: { type: 'string' },
      threads: { type: 'string', default: String(DEFAULT_THREADS) },
      deploys: { type: 'boolean', default: false },
      trace: { type: 'boolean', default: false },
      breaks: { type: 'boolean', default: false },
      break: { type: 'string' },
    },
  });
  const seeds = wholeNumber('seeds', values.seeds, 1, MOST_SEEDS);
  const from =
    values.from === undefined ? randomInt(MAX_FRESH_SEED) : wholeNumber('from', values.from, 0, LARGEST_SEED);
  return {
    values,
    seeds,
    from,
    threads: Math.min(wholeNumber('threads', values.threads, 1, MOST_THREADS), seeds),
  };
});

const broken = values.break === undefined ? undefined : breakNamed(values.break);
if (values.breaks) {
  const { printBreaks } = await import('./print-breaks.ts');
  process.exitCode = (await printBreaks(from)) > 0 ? 1 : 0;
} else if (values.trace) {
  changeSources(broken?.source ?? []);
  for (let seed = from; seed < from + seeds; seed += 1) await printTrace(seed);
} else await runAll();

async function printTrace(seed: number): Promise<void> {
  // Imported dynamically, because a break may change the source text of the core before.
  const { runSeed } = await import('./run-seed.ts');
  const outcome = await runSeed(seed, { trace: true, deploying: values.deploys, broken });
  console.log(outcome.trace.lines.join('\n'));
  console.log(outcome.violation ? `VIOLATION ${outcome.violation.stack}` : 'no violation');
  if (outcome.violation) process.exitCode = 1;
}

async function runAll(): Promise<void> {
  console.log(`seeds ${from} to ${from + seeds - 1} on ${threads} threads`);
  const startedMs = performance.now();
  const totals = noTotals();
  const shares = Array.from(
    { length: threads },
    (_, i): Share => ({
      from: from + i,
      seeds: Math.ceil((seeds - i) / threads),
      stride: threads,
      deploying: values.deploys,
      ...(broken && { broken: broken.name, source: broken.source ?? [] }),
    }),
  );
  await Promise.all(shares.map((share) => runShare(share, totals)));
  const failures = totals.violations.sort((a, b) => a.steps - b.steps);
  if (failures[0] && !broken?.source) await printTrace(failures[0].seed);
  for (const failure of failures.slice(0, FAILURES_TOLD)) tell(failure);
  console.log(report(totals, (performance.now() - startedMs) / 1_000));
  if (totals.seeds !== seeds) console.log(`only ${totals.seeds} of ${seeds} seeds ended`);
  if (failures.length > 0 || totals.seeds !== seeds) process.exitCode = 1;
}

function runShare(share: Share, totals: Totals): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: share });
    worker.on('message', (more: Totals) => addTotals(totals, more));
    worker.on('error', reject);
    worker.on('exit', resolve);
  });
}

function tell({ seed, steps, message }: Failure): void {
  const more = `${values.deploys ? ' --deploys' : ''}${broken ? ` --break ${broken.name}` : ''}`;
  console.log(
    `after ${steps} steps: ${message.slice(0, MESSAGE_CHARACTERS)}\n    npm run simulate -- --from ${seed} --seeds 1 --trace${more}`,
  );
}
