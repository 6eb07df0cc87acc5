/** The state on which the operations work. */
import type { ObjectWrite } from './event-message.ts';
import type { Storage } from './storage.ts';
import type { Uploads } from './uploads.ts';

export interface Endpoint {
  storage: Storage;
  uploads: Uploads;
  /** Epoch ms. */
  clock: () => number;
  /** Reports a write that is already visible. Resolves when the receiver has the event; never rejects. */
  emit: (write: Omit<ObjectWrite, 'requestId'>) => Promise<void>;
}
