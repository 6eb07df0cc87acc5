import type { FillTask } from '../model/fill-job.ts';

/** The queue that workers take ranges from: at least once, in no order. */
export interface FillQueue {
  /** Resolves when all of them are in the queue; throws when one may not be. */
  send(tasks: readonly FillTask[]): Promise<void>;
}
