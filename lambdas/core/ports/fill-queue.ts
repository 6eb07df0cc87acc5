/** The queue between the workers of fills. It has a message for each range, delivered at least once. */
import type { FillName } from '../model/fill-job.ts';

export interface FillMessage extends FillName {
  range: string;
  turn: number;
}

export interface FillQueue {
  /** Resolves when the queue has the message; rejects when it may not have it. */
  send(message: FillMessage): Promise<void>;
}
