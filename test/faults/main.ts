/**
 * Runs the fault matrix on the real adapters and prints it. --rows and --faults select the cells whose row and fault
 * contain the texts; --slice runs N of these, drawn by --seed (by default a random one). Exits with 1 when anything
 * was wrong.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { Prng } from '../simulation/prng.ts';
import { orUsage, wholeNumber } from '../support/command-line.ts';
import { type CellResult, chosenCells, rowName } from './matrix.ts';
import { summary, table } from './print.ts';
import type { ShardResult, ShardTask } from './shard.ts';

const USAGE = 'npm run test:faults -- [--rows TEXT] [--faults TEXT] [--slice N] [--seed S] [--threads T]';
const LARGEST_SEED = 2 ** 40;
const MOST_CELLS = 1e6;
const MOST_THREADS = 16;

const { values, cells, slice, seed, threads } = orUsage(USAGE, () => {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '' },
      faults: { type: 'string', default: '' },
      slice: { type: 'string' },
      seed: { type: 'string' },
      threads: { type: 'string', default: '2' },
    },
  });
  const cells = chosenCells(values.rows, values.faults);
  if (cells.length === 0)
    throw new Error(`no cell has "${values.rows}" in its row and "${values.faults}" in its fault`);
  if (values.seed !== undefined && values.slice === undefined) throw new Error('--seed needs --slice');
  return {
    values,
    cells,
    slice: values.slice === undefined ? undefined : wholeNumber('slice', values.slice, 1, MOST_CELLS),
    seed:
      values.seed === undefined ? randomInt(LARGEST_SEED) : wholeNumber('seed', values.seed, 0, LARGEST_SEED),
    threads: wholeNumber('threads', values.threads, 1, MOST_THREADS),
  };
});
const startedMs = performance.now();
const numbers = slice === undefined ? [...cells.keys()] : drawn(slice);
const found = new Map<number, CellResult>();
const shards = Math.min(threads, numbers.length);
await Promise.all(
  Array.from({ length: shards }, (_, shard) => run(numbers.filter((_, i) => i % shards === shard))),
);
const results = numbers.map((number) => found.get(number)!);

console.log(table(results));
console.log(summary(results));
console.log(`${((performance.now() - startedMs) / 1000).toFixed(0)} s`);
process.exitCode = results.some(({ counts }) => counts.wrong > 0) ? 1 : 0;

/** In ascending order, so that the table keeps its order. */
function drawn(count: number): number[] {
  console.log(`npm run test:faults -- --slice ${count} --seed ${seed}`);
  const prng = new Prng(seed, 'cells');
  const left = [...cells.keys()];
  const taken = Array.from({ length: Math.min(count, left.length) }, () => {
    return left.splice(prng.int(0, left.length - 1), 1)[0]!;
  });
  return taken.sort((a, b) => a - b);
}

function run(own: number[]): Promise<void> {
  const task: ShardTask = { rows: values.rows, faults: values.faults, numbers: own };
  const worker = new Worker(new URL('./shard.ts', import.meta.url), { workerData: task });
  worker.on('message', ({ cell, ...outcome }: ShardResult) => {
    const { row, fault } = cells[cell]!;
    found.set(cell, { row, fault, ...outcome });
    for (const note of outcome.notes) console.log(`WRONG ${rowName(row)}, ${fault.name}: ${note}`);
  });
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', () => resolve());
  });
}
