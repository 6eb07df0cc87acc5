/** Runs a part of the matrix in its own thread, with its own servers and environment. */
import { parentPort, workerData } from 'node:worker_threads';
import type { CellOutcome } from './cell-outcome.ts';
import { chosenCells, runMatrix } from './matrix.ts';

export interface ShardTask {
  rows: string;
  faults: string;
  /** The numbers of this shard's cells among the selected cells. */
  numbers: number[];
}

export interface ShardResult extends CellOutcome {
  /** The cell's number among the selected ones. */
  cell: number;
}

const { rows, faults, numbers } = workerData as ShardTask;
const chosen = chosenCells(rows, faults);
const own = new Map(numbers.map((number) => [chosen[number]!, number]));
await runMatrix([...own.keys()], (cell, outcome) =>
  parentPort!.postMessage({ ...outcome, cell: own.get(cell)! } satisfies ShardResult),
);
