import { eventMessage, type ObjectWrite, type S3EventRecordMessage } from './event-message.ts';
import { createSequencer } from './sequencer.ts';

export type OnEvent = (event: S3EventRecordMessage) => void | Promise<void>;

export interface Emitter {
  /** Settles when the receiver has the event; never throws. */
  emit(write: ObjectWrite): Promise<void>;
  /** Events the receiver failed on. */
  readonly failures: number;
}

/**
 * Turns writes into events. A writer waits for the receiver, so who has the answer to a write knows that its event is on
 * its way. A receiver that fails loses the event, not the write: the object is there already.
 */
export function createEmitter(onEvent: OnEvent | undefined, clock: () => number): Emitter {
  const nextSequencer = createSequencer(clock);
  let failures = 0;
  return {
    async emit(write) {
      try {
        await onEvent?.(eventMessage(write, clock(), nextSequencer()));
      } catch {
        failures++;
      }
    },
    get failures() {
      return failures;
    },
  };
}
