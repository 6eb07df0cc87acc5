/** The queue between the workers of fills: a message for each range, delivered at least once. */
import type { FillName } from '../model/fill-job.ts';

export interface FillMessage extends FillName {
  range: string;
  turn: number;
}

export interface FillQueue {
  /** Resolves when the queue has it; rejects when it may not. `delaySeconds`: not to be delivered before. */
  send(message: FillMessage, delaySeconds?: number): Promise<void>;
}
