/** What the operations work on. */
import type { ObjectWrite } from './event-message.ts';
import type { Storage } from './storage.ts';
import type { Uploads } from './uploads.ts';

export interface Endpoint {
  storage: Storage;
  uploads: Uploads;
  /** Epoch ms. */
  clock: () => number;
  /** Tells of a write that is visible already. Settles when the receiver has it; never throws. */
  emit: (write: Omit<ObjectWrite, 'requestId'>) => Promise<void>;
}
