/** A part of the matrix on a thread of its own, with servers and an environment of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { chosenCells, runMatrix } from './matrix.ts';
import type { CellOutcome } from './run-cell.ts';

export interface ShardTask {
  rows: string;
  faults: string;
  /** This shard's number, and how many there are. */
  shard: number;
  shards: number;
}

export interface ShardResult extends CellOutcome {
  /** The cell's number among the chosen ones. */
  cell: number;
}

const { rows, faults, shard, shards } = workerData as ShardTask;
const own = [...chosenCells(rows, faults).entries()].filter(([number]) => number % shards === shard);
const numbers = new Map(own.map(([number, cell]) => [cell, number]));
await runMatrix(
  own.map(([, cell]) => cell),
  (cell, outcome) => parentPort!.postMessage({ ...outcome, cell: numbers.get(cell)! } satisfies ShardResult),
);
