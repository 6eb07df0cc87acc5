/**
 * npm run test:faults -- [--rows TEXT] [--faults TEXT] [--threads N]
 *
 * Runs the fault matrix on the real adapters (those cells whose row and fault contain the texts) and prints it. Ends with 1 when
 * anything was wrong.
 */
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { type CellResult, chosenCells, rowName } from './matrix.ts';
import { summary, table } from './print.ts';
import type { ShardResult, ShardTask } from './shard.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '' },
    faults: { type: 'string', default: '' },
    threads: { type: 'string', default: '2' },
  },
});
const startedMs = performance.now();
const cells = chosenCells(values.rows, values.faults);
const results = new Array<CellResult>(cells.length);
const shards = Math.max(1, Math.min(Number(values.threads), cells.length));
await Promise.all(Array.from({ length: shards }, (_, shard) => run({ ...values, shard, shards })));

console.log(table(results));
console.log(summary(results));
console.log(`${((performance.now() - startedMs) / 1000).toFixed(0)} s`);
process.exitCode = results.some(({ counts }) => counts.wrong > 0) ? 1 : 0;

function run(task: ShardTask): Promise<void> {
  const worker = new Worker(new URL('./shard.ts', import.meta.url), { workerData: task });
  worker.on('message', ({ cell, ...outcome }: ShardResult) => {
    const { row, fault } = cells[cell]!;
    results[cell] = { row, fault, ...outcome };
    for (const note of outcome.notes) console.log(`WRONG ${rowName(row)}, ${fault.name}: ${note}`);
  });
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', () => resolve());
  });
}
