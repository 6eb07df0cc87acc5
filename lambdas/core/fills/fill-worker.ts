/** What a worker of fills needs. */
import type { FillQueue } from '../ports/fill-queue.ts';
import type { FillTable } from '../ports/fill-table.ts';
import type { Instance } from '../request/instance.ts';

export interface FillWorker {
  instance: Instance;
  fills: FillTable;
  queue: FillQueue;
  settings: {
    /**
     * How many ranges of a fill should be open at once: enough for all workers, even when some ranges are nearly
     * finished.
     */
    openRanges: number;
    /** After this time, a range is handed over to another message. */
    workMs: number;
  };
}
