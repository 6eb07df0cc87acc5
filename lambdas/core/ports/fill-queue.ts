/** The queue of the fill workers. It has a message for each range, which is delivered at least once. */
import type { FillName } from '../model/fill-job.ts';

export interface FillMessage extends FillName {
  range: string;
  turn: number;
}

export interface FillQueue {
  /** Resolves when the message is in the queue; rejects when this is not certain. */
  send(message: FillMessage): Promise<void>;
}
