/** All cells: every row with every fault that can happen there. */
import pLimit from 'p-limit';
import type { CellOutcome } from './cell-outcome.ts';
import { FAULTS, type FaultKind } from './faults.ts';
import { FILL_ROWS } from './fill-rows.ts';
import { layGround } from './ground.ts';
import { INVALIDATION_ROWS } from './invalidation-rows.ts';
import { LISTING_ROWS } from './listing-rows.ts';
import type { Row } from './row.ts';
import { BUCKETS_A_CELL, runCell } from './run-cell.ts';
import { S3_ROWS } from './s3-rows.ts';
import { TREE_ROWS } from './tree-rows.ts';

export const ROWS: readonly Row[] = [
  ...[...LISTING_ROWS, ...S3_ROWS, ...TREE_ROWS],
  ...[...INVALIDATION_ROWS, ...FILL_ROWS],
];

export interface Cell {
  row: Row;
  fault: FaultKind;
}

export type CellResult = Cell & CellOutcome;

export const rowName = ({ handler, site, during }: Row) => `${handler}: ${site} (${during})`;

/** Cells whose row and fault contain these texts. */
export function chosenCells(rowText: string, faultText: string): Cell[] {
  return ROWS.filter((row) => rowName(row).includes(rowText)).flatMap((row) =>
    FAULTS.filter((fault) => fault.name.includes(faultText) && canHappen(row, fault)).map((fault) => ({
      row,
      fault,
    })),
  );
}

function canHappen(row: Row, fault: FaultKind): boolean {
  return fault.acts[row.endpoint] !== undefined && !(fault.bodyOnly && row.site === 'HEAD');
}

/**
 * Cells that wait for a client's timeout, for the end of a life, or for the attempts of a worker. They use no CPU while
 * they wait, but a fill uses much of it before.
 */
export const isSlow = ({ row, fault }: Cell) =>
  fault.slow === true || row.listTtlSeconds !== undefined || row.handler === 'fill';
const SLOW_AT_ONCE = 12;
const FILLS_AT_ONCE = 4;
const QUICK_AT_ONCE = 2;

export async function runMatrix(
  cells: readonly Cell[],
  onOutcome: (cell: Cell, outcome: CellOutcome) => void = () => {},
): Promise<CellResult[]> {
  const ground = await layGround(cells.length * BUCKETS_A_CELL);
  const quick = pLimit(QUICK_AT_ONCE);
  const slow = pLimit(SLOW_AT_ONCE);
  const fills = pLimit(FILLS_AT_ONCE);
  const limitOf = (cell: Cell) => (cell.row.handler === 'fill' ? fills : isSlow(cell) ? slow : quick);
  try {
    return await Promise.all(
      cells.map((cell) =>
        limitOf(cell)(async () => {
          const outcome = await runCell(ground, cell.row, cell.fault);
          onOutcome(cell, outcome);
          return { ...cell, ...outcome };
        }),
      ),
    );
  } finally {
    await ground.close();
  }
}
