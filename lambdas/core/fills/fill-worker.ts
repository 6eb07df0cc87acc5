/** What a worker of fills works with. */
import type { FillQueue } from '../ports/fill-queue.ts';
import type { FillTable } from '../ports/fill-table.ts';
import type { Instance } from '../request/instance.ts';

export interface FillWorker {
  instance: Instance;
  fills: FillTable;
  queue: FillQueue;
  settings: {
    /** Ranges that one fill is divided into at the same time: enough for all workers, also when some are nearly done. */
    openRanges: number;
    /** A range is handed to another message after so long. */
    workMs: number;
  };
}
