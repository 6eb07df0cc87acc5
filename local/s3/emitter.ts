import { eventMessage, type ObjectWrite, type S3EventRecordMessage } from './event-message.ts';
import { createSequencer } from './sequencer.ts';

export type OnEvent = (event: S3EventRecordMessage) => void | Promise<void>;

export interface Emitter {
  /** Resolves when the receiver has the event; never rejects. */
  emit(write: ObjectWrite): Promise<void>;
  /** Number of events for which the receiver failed. */
  readonly failures: number;
}

/**
 * Converts writes to events. A write waits for the receiver, so the event has been sent before the write is answered.
 * If the receiver fails, only the event is lost, because the object is already stored.
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
