/** Everything that a worker of fills needs. */
import type { FillQueue } from '../ports/fill-queue.ts';
import type { FillTable } from '../ports/fill-table.ts';
import type { Instance } from '../request/instance.ts';

export interface FillWorker {
  instance: Instance;
  fills: FillTable;
  queue: FillQueue;
  settings: {
    /**
     * Number of ranges of a fill that should be open at the same time. It should be enough to keep all workers busy,
     * even when some ranges are nearly finished.
     */
    openRanges: number;
    /** After this time, a range is handed over to another message. */
    workMs: number;
  };
}
