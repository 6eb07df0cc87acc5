/** A part of the matrix on a thread of its own, with servers and an environment of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { chosenCells, runMatrix } from './matrix.ts';
import type { CellOutcome } from './run-cell.ts';

export interface ShardTask {
  rows: string;
  faults: string;
  /** Of the cells that these texts choose, the numbers of this shard's. */
  numbers: number[];
}

export interface ShardResult extends CellOutcome {
  /** The cell's number among the chosen ones. */
  cell: number;
}

const { rows, faults, numbers } = workerData as ShardTask;
const chosen = chosenCells(rows, faults);
const own = new Map(numbers.map((number) => [chosen[number]!, number]));
await runMatrix([...own.keys()], (cell, outcome) =>
  parentPort!.postMessage({ ...outcome, cell: own.get(cell)! } satisfies ShardResult),
);
